import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as bindings from "../../typechain-types/index.js";
import { scanErrorCodes } from "./errorCodes.js";
import { ROOT, sourceFiles } from "./repository.js";

/** A name that may be meant as a contract's error, where it is written. */
export interface NamedError {
  readonly name: string;
  readonly file: string;
}

/** What the contracts' interfaces have. */
export interface KnownErrors {
  readonly contracts: ReadonlySet<string>;
  /** Errors, and events, whose names begin likewise. */
  readonly errors: ReadonlySet<string>;
}

const PAGE = "docs/errors.md";

/** Checks that each contract's error named by our sources or docs/errors.md is one that a contract has. */
export function checkContractErrors(): string[] {
  const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
  const files = sourceFiles().filter((file) => /\.tsx?$/.test(file) && !/^(test|typechain-types)\//.test(file));
  const named = [PAGE, ...files].flatMap((file) => namesIn(file, read(file)));
  const codes = files.flatMap((file) => scanErrorCodes(file, read(file)).codes.map(({ code }) => code));
  return judgeContractErrors(named, knownErrors(), new Set(codes));
}

/** Names beginning with a contract's that neither a contract nor a code of ours (`own`) is called; one line each. */
export function judgeContractErrors(
  named: readonly NamedError[],
  { contracts, errors }: KnownErrors,
  own: ReadonlySet<string>,
): string[] {
  const isOfContract = (name: string) =>
    [...contracts].some((contract) => name.startsWith(contract) && /^[A-Z]/.test(name.slice(contract.length)));
  return named
    .filter(({ name }) => isOfContract(name) && !errors.has(name) && !contracts.has(name) && !own.has(name))
    .map(({ name, file }) => `${file} names ${name}, which no contract has`);
}

/** Whole strings, and code in running text, that are spelled as an error is. */
export function namesIn(file: string, text: string): NamedError[] {
  return [...text.matchAll(/(["'`])([A-Z][A-Za-z0-9]+)\1/g)].map(([, , name = ""]) => ({ name, file }));
}

/** A factory's interface, as far as errors go: the type of all factories together is more than the compiler looks into. */
interface Factory {
  readonly abi: readonly { readonly type: string; readonly name?: string }[];
}

const isFactory = (binding: object): binding is Factory => "abi" in binding;

function knownErrors(): KnownErrors {
  const factories = Object.entries<object>(bindings).flatMap(([name, binding]) =>
    isFactory(binding) ? [{ contract: name.replace(/__factory$/, ""), abi: binding.abi }] : [],
  );
  return {
    contracts: new Set(factories.map(({ contract }) => contract)),
    errors: new Set(
      factories.flatMap(({ abi }) =>
        abi.flatMap(({ type, name }) => ((type === "error" || type === "event") && name ? [name] : [])),
      ),
    ),
  };
}
