import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { InterfaceAbi } from "ethers";

const require = createRequire(import.meta.url);

const SOURCES = join(import.meta.dirname, "solidity");
const PACKAGES = join(import.meta.dirname, "..", "..", "node_modules");
/** As in hardhat.config.ts, so that what is compared was compiled alike. */
const SETTINGS = { evmVersion: "cancun", optimizer: { enabled: true, runs: 10_000 } };

/** A contract ready to be deployed. */
export interface Artifact {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
}

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Record<string, Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>;
}

/**
 * Compiles benchmarks/gas/solidity apart from the contracts of Wattproof: what only measures has no place in its bindings.
 * Returns the artifacts by contract name.
 */
export function compileYardsticks(): Record<"PlainGovernor" | "PlainToken" | "ProofCost" | "RecordStore", Artifact> {
  const solc: { compile(input: string, callbacks: object): string } = require("solc");
  const sources = Object.fromEntries(
    readdirSync(SOURCES).map((file) => [file, { content: readFileSync(join(SOURCES, file), "utf8") }]),
  );
  const outputSelection = { "*": { "*": ["abi", "evm.bytecode.object"] } };
  const input = { language: "Solidity", sources, settings: { ...SETTINGS, outputSelection } };
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input), { import: readPackage }));
  const errors = output.errors?.filter(({ severity }) => severity === "error") ?? [];
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const artifactOf = (name: string): Artifact => {
    const contract = output.contracts[`${name}.sol`]?.[name];
    if (!contract) throw new Error(`${name}.sol holds no contract of that name`);
    return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` };
  };
  return {
    PlainGovernor: artifactOf("PlainGovernor"),
    PlainToken: artifactOf("PlainToken"),
    ProofCost: artifactOf("ProofCost"),
    RecordStore: artifactOf("RecordStore"),
  };
}

function readPackage(path: string): { contents: string } | { error: string } {
  const file = join(PACKAGES, path);
  return existsSync(file) ? { contents: readFileSync(file, "utf8") } : { error: `${path} is not installed` };
}
