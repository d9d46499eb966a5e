import { Direction, type Hex } from "../protocol/index.js";
import type { PaymentChannel } from "../typechain-types/index.js";
import type { ChannelFacts, ChannelStanding, ChannelStatus } from "./types.js";

type Struct = Awaited<ReturnType<PaymentChannel["channelOf"]>>;

/** What the chain says of a channel now; undefined for one that nobody opened. Throws what the provider throws. */
export async function readChannel(contract: PaymentChannel, channel: Hex): Promise<ChannelFacts | undefined> {
  return factsOf(channel, await contract.channelOf(channel));
}

/**
 * A channel with what decides over its end, as of one block; undefined for one that nobody opened. Throws what the provider
 * throws.
 */
export async function readStanding(
  contract: PaymentChannel,
  channel: Hex,
  blockTag: number | "latest",
): Promise<ChannelStanding | undefined> {
  const at = { blockTag };
  const [struct, { paidByOwner, paidByPartner }] = await Promise.all([
    contract.channelOf(channel, at),
    contract.paymentsOf(channel, at),
  ]);
  const presented = { [Direction.Import]: struct.importPromised, [Direction.Export]: struct.exportPromised };
  const facts = factsOf(channel, struct);
  return facts && { facts, presented, due: { paidByOwner, paidByPartner } };
}

function factsOf(channel: Hex, struct: Struct): ChannelFacts | undefined {
  if (struct.status === 0n) return undefined;
  return {
    channel,
    owner: struct.owner.toLowerCase() as Hex,
    partner: struct.partner.toLowerCase() as Hex,
    meter: struct.meter.toLowerCase() as Hex,
    importPricePerKWh: struct.importPricePerKWh,
    exportPricePerKWh: struct.exportPricePerKWh,
    importBaselineWh: struct.importBaselineWh,
    exportBaselineWh: struct.exportBaselineWh,
    challengePeriodS: struct.challengePeriodS,
    closesAtS: struct.closesAtS,
    status: Number(struct.status) as ChannelStatus,
    ownerDeposit: struct.ownerDeposit,
    partnerDeposit: struct.partnerDeposit,
  };
}
