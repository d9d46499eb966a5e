import { existsSync, renameSync } from "node:fs";
import type { EthereumProvider } from "hardhat/types/providers";
import {
  type ChainIdentity,
  type Contracts,
  genesisHashesOf,
  ignitionDirectory,
  readIgnitionRecord,
} from "../../../deploy/addressBook.js";
import type { Hex } from "../../../protocol/index.js";
import { ROOT } from "../../checks/repository.js";
import { DeploymentAlive, DeploymentStale } from "../errors.js";

/**
 * Sets a wiped chain's record aside if the user asks for it. Ignition trusts its record; a chain that was wiped and started
 * anew with the same id would keep addresses of nothing.
 * @param book Path of the user's address book. @param reset Whether the user asks for it.
 * @throws DeploymentStale, DeploymentAlive, AddressFileInvalid
 */
export async function settleOldRecord(
  provider: EthereumProvider,
  { chainId, genesisHash }: ChainIdentity,
  book: string,
  reset: boolean,
): Promise<void> {
  const recorded = readIgnitionRecord(ROOT, chainId) ?? {};
  const directory = ignitionDirectory(ROOT, chainId);
  const stale = (await findMissing(provider, recorded)) ?? findForeign(book, { chainId, genesisHash }, recorded);
  if (!stale) {
    if (reset && Object.keys(recorded).length > 0) throw new DeploymentAlive(chainId, directory);
    return;
  }
  if (!reset) throw new DeploymentStale({ chainId, ...stale, directory });
  let number = 1;
  while (existsSync(`${directory}-stale-${number}`)) number += 1;
  renameSync(directory, `${directory}-stale-${number}`);
}

interface StaleContract {
  readonly contract: string;
  readonly address: Hex;
}

/** The first recorded contract whose address holds no code. */
async function findMissing(provider: EthereumProvider, recorded: Contracts): Promise<StaleContract | undefined> {
  for (const [contract, address] of Object.entries(recorded)) {
    const code = await provider.request({ method: "eth_getCode", params: [address, "latest"] });
    if (code === "0x") return { contract, address };
  }
  return undefined;
}

/** A recorded contract that the book knows from another genesis only: the same address may hold something else here. */
function findForeign(
  book: string,
  { chainId, genesisHash }: ChainIdentity,
  recorded: Contracts,
): StaleContract | undefined {
  const known = genesisHashesOf(book, chainId, recorded);
  if (known.length === 0 || known.includes(genesisHash)) return undefined;
  const [contract, address] = Object.entries(recorded)[0] ?? [];
  return contract && address ? { contract, address } : undefined;
}
