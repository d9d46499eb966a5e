import { encodeBytes32String, type Provider, ZeroAddress } from "ethers";
import { ContractRetired } from "../protocol/governance/errors.js";
import type { Hex } from "../protocol/hex.js";
import { IDirectory__factory } from "../typechain-types/factories/contracts/interfaces/IDirectory__factory.js";
import { lowerHex, read } from "./chain.js";
import { ContractNotNamed, DirectoryMissing } from "./errors.js";

/** A `Directory` as it stood at a block. */
export interface DirectoryAt {
  readonly provider: Provider;
  /** Its address, from the address book or the operator, never from what is to be verified. */
  readonly directory: Hex;
  readonly blockTag: number;
}

/** Makes sure that a contract stands at the Directory's address. Throws `DirectoryMissing` and `ChainUnreadable`. */
export async function requireDirectory({ provider, directory, blockTag }: DirectoryAt): Promise<void> {
  const what = `the code at ${directory}`;
  if ((await read(what, () => provider.getCode(directory, blockTag))) !== "0x") return;
  const { chainId } = await read("its id", () => provider.getNetwork());
  throw new DirectoryMissing({ directory, chainId, blockNumber: blockTag });
}

/** The contract that stands behind a name. Throws `ContractNotNamed`, `ContractRetired` and `ChainUnreadable`. */
export async function currentAddress(at: DirectoryAt, name: string): Promise<Hex> {
  const { directory } = at;
  const current = (await historyOf(at, name)).at(-1) as Hex;
  if (current === ZeroAddress) throw new ContractRetired({ directory, name });
  return current;
}

/**
 * Every contract that ever stood behind a name, oldest first, at least one: what an older one holds still counts, also
 * after it was retired. Throws `ContractNotNamed` and `ChainUnreadable`.
 */
export async function everyAddress(at: DirectoryAt, name: string): Promise<Hex[]> {
  const newestFirst = (await historyOf(at, name)).filter((address) => address !== ZeroAddress).reverse();
  return [...new Set(newestFirst)].reverse();
}

/** What stood behind a name, oldest first, at least one; zero where it was retired. */
async function historyOf({ provider, directory, blockTag }: DirectoryAt, name: string): Promise<Hex[]> {
  const contract = IDirectory__factory.connect(directory, provider);
  const entries = await read(`the Directory at ${directory}`, () =>
    contract.history(encodeBytes32String(name), { blockTag }),
  );
  if (entries.length === 0) throw new ContractNotNamed({ directory, name });
  return entries.map(({ target }) => lowerHex(target));
}
