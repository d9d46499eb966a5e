import { decodeBytes32String, type JsonRpcApiProvider, ZeroAddress } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { EnergyToken__factory, IDirectory__factory, IEnergySettlement__factory } from "../../typechain-types/index.js";
import { DirectoryUnusable } from "../errors.js";
import { addressHex } from "./hexOf.js";
import { isFollowed } from "./interfaces.js";
import { answered } from "./rpc.js";

/** The contracts that the directory names, now and ever. */
export interface Contracts {
  /** Contract by name, as the directory has it now. */
  readonly current: Readonly<Record<string, Hex>>;
  /** The directory and every contract that ever stood behind a followed name, as `[address, name]`, sorted. */
  readonly followed: readonly (readonly [address: Hex, name: string])[];
  /** Address of the `SupplyAgreements` that each followed `EnergySettlement` settles. */
  readonly agreementsOf: ReadonlyMap<Hex, Hex>;
}

/**
 * Reads every name of the directory with its history at one block.
 * Throws `DirectoryUnusable` if no directory answers there, and `NodeUnusable`.
 */
export async function readContracts(of: {
  provider: JsonRpcApiProvider;
  directory: Hex;
  chainId: string;
  blockTag: number;
}): Promise<Contracts> {
  const { provider, directory, chainId, blockTag } = of;
  const contract = IDirectory__factory.connect(directory, provider);
  const at = { blockTag };
  try {
    const names = [...(await contract.names(at))];
    const histories = await Promise.all(names.map((name) => contract.history(name, at)));
    const current: Record<string, Hex> = {};
    const followed: [Hex, string][] = [[directory, "Directory"]];
    names.forEach((encoded, index) => {
      const name = nameOf(encoded);
      for (const entry of histories[index] ?? []) {
        const address = addressHex(entry.target);
        if (address === ZeroAddress) {
          // Retired: nothing stands there now, and what stood there is followed on.
          delete current[name];
          continue;
        }
        current[name] = address;
        if (isFollowed(name)) followed.push([address, name]);
      }
    });
    const settlements = followed.filter(([, name]) => name === "EnergySettlement");
    const pairs = settlements.map(async ([address]) => {
      const agreements = await IEnergySettlement__factory.connect(address, provider).AGREEMENTS(at);
      return [address, addressHex(agreements)] as const;
    });
    return { current, followed: withoutDoubles(followed), agreementsOf: new Map(await Promise.all(pairs)) };
  } catch (cause) {
    const code = await answered("eth_getCode", provider.getCode(directory, blockTag));
    const reason = code === "0x" ? "no code is there" : "it did not answer as one";
    throw new DirectoryUnusable({ directory, chainId, reason }, cause);
  }
}

/** Money behind the token: ISO 4217 code and decimals. Without a token there is none, in no decimals. Throws `NodeUnusable`. */
export async function readMoney(of: {
  provider: JsonRpcApiProvider;
  token: Hex | undefined;
}): Promise<{ currency: string; decimals: number }> {
  if (of.token === undefined) return { currency: "", decimals: 0 };
  const token = EnergyToken__factory.connect(of.token, of.provider);
  const [currency, decimals] = await answered("eth_call", Promise.all([token.currency(), token.decimals()]));
  return { currency, decimals: Number(decimals) };
}

/** A name as text; one that is no text stays the hex that it is, and stands for nothing that is followed. */
function nameOf(encoded: string): string {
  try {
    return decodeBytes32String(encoded);
  } catch {
    return encoded;
  }
}

function withoutDoubles(pairs: readonly (readonly [Hex, string])[]): (readonly [Hex, string])[] {
  return [...new Map(pairs)].sort(([a], [b]) => (a < b ? -1 : 1));
}
