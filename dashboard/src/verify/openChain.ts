import { encodeBytes32String, FetchRequest, JsonRpcProvider } from "ethers";
import type { DeviceKind, DeviceStatus, Hex } from "../../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { IDirectory__factory } from "../../../typechain-types/factories/contracts/interfaces/IDirectory__factory.js";
import { IEnergySettlement__factory } from "../../../typechain-types/factories/contracts/interfaces/IEnergySettlement__factory.js";
import { IRecordAnchor__factory } from "../../../typechain-types/factories/contracts/interfaces/IRecordAnchor__factory.js";
import { ISupplyAgreements__factory } from "../../../typechain-types/factories/contracts/interfaces/ISupplyAgreements__factory.js";
import type { ChainReader } from "./chainReader.js";
import { DirectoryMissing } from "./directoryMissing.js";
import type { Trust } from "./evidence.js";

/** A node that does not answer in this time counts as away. */
const ANSWER_WITHIN_MS = 10_000;

const lowerHex = (text: string) => text.toLowerCase() as Hex;

/**
 * A provider that asks once and says so when nobody answers, instead of trying for ever.
 * @throws DirectoryMissing if the chain has nothing at the trusted directory; ethers' errors if the node is away.
 */
export async function openProvider({ rpcUrl, directory }: Trust): Promise<JsonRpcProvider> {
  const request = new FetchRequest(rpcUrl);
  request.timeout = ANSWER_WITHIN_MS;
  request.setThrottleParams({ maxAttempts: 1 });
  // The network is asked for by hand: ethers itself would ask again and again, without a word to the reader.
  const chainId = BigInt(await new JsonRpcProvider(request, 1, { staticNetwork: true }).send("eth_chainId", []));
  const provider = new JsonRpcProvider(request, chainId, { staticNetwork: true });
  if ((await provider.getCode(directory)) === "0x") throw new DirectoryMissing(directory, rpcUrl);
  return provider;
}

/**
 * Opens a chain through one node; contracts are found by the trusted directory alone.
 * @param atBlock Block to read at, where the claim is about one; the latest if absent.
 */
export async function openChain(trust: Trust, atBlock?: number): Promise<ChainReader> {
  const provider = await openProvider(trust);
  const { directory } = trust;
  const names = IDirectory__factory.connect(directory, provider);
  const addressOf = (name: string) => names.addressOf(encodeBytes32String(name));
  const [network, genesis, block, registryAt, anchorAt, agreementsAt, settlementAt] = await Promise.all([
    provider.getNetwork(),
    provider.getBlock(0),
    provider.getBlock(atBlock ?? "latest"),
    addressOf("DeviceRegistry"),
    addressOf("RecordAnchor"),
    addressOf("SupplyAgreements"),
    addressOf("EnergySettlement"),
  ]);
  const registry = IDeviceRegistry__factory.connect(registryAt, provider);
  const anchor = IRecordAnchor__factory.connect(anchorAt, provider);
  const agreements = ISupplyAgreements__factory.connect(agreementsAt, provider);
  const settlement = IEnergySettlement__factory.connect(settlementAt, provider);
  const blockTag = block?.number ?? 0;

  return {
    chainId: network.chainId,
    genesisHash: lowerHex(genesis?.hash ?? "0x"),
    directory: lowerHex(directory),
    block: { number: BigInt(blockTag), timestampS: BigInt(block?.timestamp ?? 0) },
    async deviceOf(device) {
      const [now, signers, statuses] = await Promise.all([
        registry.deviceOf(device, { blockTag }),
        registry.signerHistory(device, { blockTag }),
        registry.statusHistory(device, { blockTag }),
      ]);
      return {
        device,
        kind: Number(now.kind) as DeviceKind,
        organisation: lowerHex(now.organisation),
        owner: lowerHex(now.owner),
        statusNow: Number(now.status),
        signers: signers.map(({ sinceS, signer }) => ({ sinceS, signer: lowerHex(signer) })),
        statuses: statuses.map(({ sinceS, status }) => ({ sinceS, status: Number(status) as DeviceStatus })),
      };
    },
    async anchoredAtS({ stream, sequence, root }) {
      return (await anchor.batchOf(stream, sequence, root, { blockTag })).anchoredAtS;
    },
    async blockHash(number) {
      const found = await provider.getBlock(number);
      return found?.hash ? lowerHex(found.hash) : undefined;
    },
    async settlementOf(agreement) {
      const [terms, deliveries, claims, deliveredWh, claim] = await Promise.all([
        agreements.agreementOf(agreement, { blockTag }),
        settlement.queryFilter(settlement.filters.Delivered(agreement), 0, blockTag),
        settlement.queryFilter(settlement.filters.ClaimPaid(agreement), 0, blockTag),
        settlement.deliveredWhOf(agreement, { blockTag }),
        settlement.claimOf(agreement, { blockTag }),
      ]);
      return {
        terms: {
          pricePerKWh: terms.pricePerKWh,
          importMeter: lowerHex(terms.importMeter),
          exportMeter: lowerHex(terms.exportMeter),
        },
        deliveries: deliveries.map(({ args }) => ({
          deliveredWh: args.deliveredWh,
          paid: args.paid,
          owed: args.owed,
        })),
        claimsPaid: claims.reduce((sum, { args }) => sum + args[1], 0n),
        deliveredWh,
        claim,
      };
    },
  };
}
