import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ROOT } from "../../../../scripts/checks/repository.js";

/** A variable or a member of a struct as the compiler lays it out. */
export interface LaidOut {
  readonly label: string;
  readonly slot: string;
  readonly offset: number;
  readonly type: string;
}

/** The compiler's `storageLayout`. */
export interface StorageLayout {
  readonly storage: readonly LaidOut[];
  readonly types: Readonly<
    Record<string, { readonly label: string; readonly numberOfBytes: string; readonly members?: readonly LaidOut[] }>
  >;
}

/** Sources that stand in for files of the repository, by path. */
export type Replaced = Readonly<Record<string, string>>;

const solc = createRequire(import.meta.url)("solc") as {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }): string;
};

/** Asks the compiler where contracts of `contracts/` keep their variables. Compiles nothing to code. */
export function storageLayouts(contracts: readonly string[], replaced: Replaced = {}): Map<string, StorageLayout> {
  const fileOf = (contract: string) => `contracts/${contract}.sol`;
  const contentOf = (path: string) =>
    replaced[path] ??
    [join(ROOT, path), join(ROOT, "node_modules", path)]
      .filter(existsSync)
      .map((file) => readFileSync(file, "utf8"))[0];
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(contracts.map((each) => [fileOf(each), { content: contentOf(fileOf(each)) }])),
    settings: {
      evmVersion: "cancun",
      outputSelection: Object.fromEntries(contracts.map((each) => [fileOf(each), { [each]: ["storageLayout"] }])),
    },
  };
  const found = (path: string) => {
    const contents = contentOf(path);
    return contents === undefined ? { error: `There is no ${path}.` } : { contents };
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: found }));
  const faults = (output.errors ?? []).filter(({ severity }: { severity: string }) => severity === "error");
  if (faults.length > 0) throw new Error(faults[0].formattedMessage);
  return new Map(contracts.map((each) => [each, output.contracts[fileOf(each)][each].storageLayout]));
}
