import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type Hex, WattproofError } from "../protocol/index.js";

/** A chain is its id and its genesis: a chain that was wiped and started again has the same id and another genesis. */
export interface ChainIdentity {
  readonly chainId: bigint;
  readonly genesisHash: Hex;
}

/** Contract name → address, both as deployed. */
export type Contracts = Readonly<Record<string, Hex>>;

const hex = (bytes: number) => z.custom<Hex>((value) => typeof value === "string" && HEX_OF(bytes).test(value));
const HEX_OF = (bytes: number) => new RegExp(`^0x[0-9a-f]{${bytes * 2}}$`);

const BOOK = z.strictObject({
  schema: z.literal("wattproof-addresses/1"),
  chains: z.array(
    z.strictObject({
      chainId: z.string().regex(/^[1-9][0-9]{0,19}$/),
      genesisHash: hex(32),
      contracts: z.record(z.string(), hex(20)),
    }),
  ),
});
type Book = z.infer<typeof BOOK>;

/** Ignition writes checksummed addresses under `<module>#<contract>`. */
const IGNITION_RECORD = z.record(z.string(), z.string().regex(/^0x[0-9a-fA-F]{40}$/));

/**
 * A user's address book, in the home directory. Never in the directory that Wattproof runs in: a folder that came with
 * evidence would then say what the evidence is checked against.
 */
export function addressBookPath(home: string): string {
  return join(home, ".wattproof", "addresses.json");
}

/**
 * Contracts that the address book holds for a chain.
 * @param path See `addressBookPath`.
 * @throws AddressFileInvalid
 */
export function readAddresses(path: string, { chainId, genesisHash }: ChainIdentity): Contracts | undefined {
  return readBook(path).chains.find((chain) => isChain(chain, { chainId, genesisHash }))?.contracts;
}

/**
 * Genesis hashes under which the book knows these very addresses with this chain id. A hash apart from the chain's own
 * says that the addresses come from a chain which has been wiped since.
 */
export function genesisHashesOf(path: string, chainId: bigint, contracts: Contracts): readonly Hex[] {
  const wanted = JSON.stringify(Object.entries(contracts).sort());
  return readBook(path)
    .chains.filter((chain) => chain.chainId === chainId.toString())
    .filter((chain) => JSON.stringify(Object.entries(chain.contracts).sort()) === wanted)
    .map(({ genesisHash }) => genesisHash);
}

/**
 * Enters a chain's contracts into the book, in place of what it held for that chain. The file is replaced at once, so
 * that a reader never sees half of it.
 * @throws AddressFileInvalid if the present file cannot be read.
 */
export function writeAddresses(path: string, identity: ChainIdentity, contracts: Contracts): void {
  const { chains } = readBook(path);
  const entry = { chainId: identity.chainId.toString(), genesisHash: identity.genesisHash, contracts };
  const others = chains.filter((chain) => !isChain(chain, identity));
  const book: Book = { schema: "wattproof-addresses/1", chains: [...others, entry] };
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(book, null, 2)}\n`);
  renameSync(draft, path);
}

/** Where Hardhat Ignition keeps its record of a chain. */
export function ignitionDirectory(root: string, chainId: bigint): string {
  return deploymentRecord(root, `chain-${chainId}`);
}

/** Where Hardhat Ignition keeps its record of a deployment with this name. */
export function deploymentRecord(root: string, name: string): string {
  return join(root, "deploy", "deployments", name);
}

/**
 * Contracts that Ignition recorded for a chain id, whichever tool ran it.
 * @returns Undefined if Ignition never deployed to this chain id from here.
 * @throws AddressFileInvalid
 */
export function readIgnitionRecord(root: string, chainId: bigint): Contracts | undefined {
  const path = join(ignitionDirectory(root, chainId), "deployed_addresses.json");
  if (!existsSync(path)) return undefined;
  const record = Object.entries(parseFile(path, IGNITION_RECORD));
  return Object.fromEntries(record.map(([id, address]) => [id.split("#").at(-1) ?? id, address.toLowerCase() as Hex]));
}

function readBook(path: string): Book {
  return existsSync(path) ? parseFile(path, BOOK) : { schema: "wattproof-addresses/1", chains: [] };
}

function isChain(chain: Book["chains"][number], { chainId, genesisHash }: ChainIdentity): boolean {
  return chain.chainId === chainId.toString() && chain.genesisHash === genesisHash;
}

function parseFile<T>(path: string, schema: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new AddressFileInvalid(path, "is no readable JSON file", cause);
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const at = issue?.path.length ? ` at ${issue.path.join(".")}` : "";
  throw new AddressFileInvalid(path, `does not have the expected content${at}`, result.error);
}

/** A file of addresses is damaged; nobody guesses addresses. */
export class AddressFileInvalid extends WattproofError {
  constructor(path: string, problem: string, cause: unknown) {
    super({
      code: "AddressFileInvalid",
      message: `The file of contract addresses ${path} ${problem}.`,
      next: "Move the file away and run `wattproof deploy` again, or restore it from a copy.",
      facts: { path },
      cause,
    });
  }
}
