import { fileURLToPath } from "node:url";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import hardhatConfig from "../hardhat.config.js";

/** Root of the repository: where the configuration, the contracts and their artifacts are. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Hardhat with this repository's configuration, wherever the caller stands, and with the contracts compiled. */
export async function openHardhat() {
  const hre = await createHardhatRuntimeEnvironment(hardhatConfig, { noTypechain: true }, ROOT);
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  return hre;
}

export type Hardhat = Awaited<ReturnType<typeof openHardhat>>;
