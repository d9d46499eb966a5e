import { fileURLToPath } from "node:url";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import hardhatConfig from "../hardhat.config.js";

/** Root of the repository: where the configuration, the contracts and their artifacts are. */
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Hardhat with this repository's configuration, wherever the caller stands, and with the contracts compiled.
 * @param recordsIn Folder for Ignition's records in place of `deploy/`, for chains that do not outlive the process.
 */
export async function openHardhat(recordsIn?: string) {
  const paths = recordsIn === undefined ? hardhatConfig.paths : { ...hardhatConfig.paths, ignition: recordsIn };
  const hre = await createHardhatRuntimeEnvironment(
    { ...hardhatConfig, ...(paths && { paths }) },
    { noTypechain: true },
    ROOT,
  );
  await hre.tasks.getTask("build").run({ quiet: true });
  return hre;
}

export type Hardhat = Awaited<ReturnType<typeof openHardhat>>;
