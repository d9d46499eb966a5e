import {
  connect,
  currentAddress,
  everyAddress,
  lowerHex,
  readBatches,
  readRegisteredDevice,
  requireBlock,
  requireDirectory,
} from "../../../evidence/index.js";
import type { ChainReader } from "./chainReader.js";
import type { Trust } from "./evidence.js";
import { SettlementReader } from "./readSettlement.js";

/**
 * Opens a chain through one node; contracts are found by the trusted directory alone.
 * @param atBlock Block to read at, where the claim is about one; the latest if absent.
 * @throws NodeUnreachable, DirectoryMissing, ContractNotNamed, ChainUnreadable
 */
export async function openChain({ rpcUrl, directory }: Trust, atBlock?: number): Promise<ChainReader> {
  const { provider, chainId, genesisHash } = await connect(rpcUrl);
  const block = await requireBlock(provider, atBlock ?? "latest");
  const blockTag = block.number;
  const at = { provider, directory: lowerHex(directory), blockTag };
  await requireDirectory(at);
  // What a contract holds stays true after the directory named another one: only devices live in one place at a time.
  const [devices, anchors, agreements, settlements] = await Promise.all([
    currentAddress(at, "DeviceRegistry"),
    everyAddress(at, "RecordAnchor"),
    everyAddress(at, "SupplyAgreements"),
    everyAddress(at, "EnergySettlement"),
  ]);
  const settlement = new SettlementReader({ provider, agreements, settlements, blockTag });
  return {
    chainId,
    genesisHash,
    directory: at.directory,
    block: { number: BigInt(blockTag), timestampS: BigInt(block.timestamp) },
    deviceOf: (device) => readRegisteredDevice({ provider, devices, blockTag }, device),
    async anchoredAtS(key) {
      const [batch] = await readBatches({ provider, anchors, blockTag }, [key]);
      return batch?.anchoredAtS ?? 0n;
    },
    async blockHash(number) {
      const found = await provider.getBlock(number);
      return found?.hash ? lowerHex(found.hash) : undefined;
    },
    settlementOf: (agreement) => settlement.read(agreement),
  };
}
