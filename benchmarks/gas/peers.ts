import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Artifact } from "./compile.js";

const FOLDER = join(import.meta.dirname, "..", "peers");
const ARTIFACTS = {
  schemaRegistry:
    "@ethereum-attestation-service/eas-contracts/artifacts/contracts/SchemaRegistry.sol/SchemaRegistry.json",
  eas: "@ethereum-attestation-service/eas-contracts/artifacts/contracts/EAS.sol/EAS.json",
  didRegistry: "ethr-did-registry/artifacts/contracts/EthereumDIDRegistry.sol/EthereumDIDRegistry.json",
  issuer: "@energyweb/issuer/dist/js/build/contracts/Issuer.json",
  certificateRegistry: "@energyweb/issuer/dist/js/build/contracts/RegistryExtended.json",
} as const;

/** Contracts of others, as their packages ship them; undefined where a package could not be installed. */
export type Peers = Readonly<Record<keyof typeof ARTIFACTS, Artifact | undefined>>;

/**
 * Installs the peers if they are not there yet and reads their contracts. They are no dependency of Wattproof: without a
 * network the benchmark does without them.
 * @param say Told what is going on, a line at a time.
 */
export function loadPeers(say: (line: string) => void): Peers {
  const missing = () => Object.values(ARTIFACTS).some((path) => !existsSync(pathOf(path)));
  if (missing()) {
    say("Installing the peers to compare with (40 MB, once)");
    const args = ["ci", "--prefix", FOLDER, "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries", "1"];
    const { status, stderr } = spawnSync("npm", args, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
    if (status !== 0) say(`The peers could not be installed; their figures are left out.\n${lastLines(stderr ?? "")}`);
  }
  return {
    schemaRegistry: read("schemaRegistry"),
    eas: read("eas"),
    didRegistry: read("didRegistry"),
    issuer: read("issuer"),
    certificateRegistry: read("certificateRegistry"),
  };
}

function read(name: keyof typeof ARTIFACTS): Artifact | undefined {
  const path = pathOf(ARTIFACTS[name]);
  if (!existsSync(path)) return undefined;
  const { abi, bytecode }: Artifact = JSON.parse(readFileSync(path, "utf8"));
  return { abi, bytecode };
}

function pathOf(path: string): string {
  return join(FOLDER, "node_modules", path);
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-3).join("\n");
}
