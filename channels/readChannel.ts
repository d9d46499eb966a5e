import type { Hex } from "../protocol/index.js";
import type { PaymentChannel } from "../typechain-types/index.js";
import type { ChannelFacts, ChannelStatus } from "./types.js";

/** What the chain says of a channel now; undefined for one that nobody opened. Throws what the provider throws. */
export async function readChannel(contract: PaymentChannel, channel: Hex): Promise<ChannelFacts | undefined> {
  const read = await contract.channelOf(channel);
  if (read.status === 0n) return undefined;
  return {
    channel,
    owner: read.owner.toLowerCase() as Hex,
    partner: read.partner.toLowerCase() as Hex,
    meter: read.meter.toLowerCase() as Hex,
    importPricePerKWh: read.importPricePerKWh,
    exportPricePerKWh: read.exportPricePerKWh,
    importBaselineWh: read.importBaselineWh,
    exportBaselineWh: read.exportBaselineWh,
    challengePeriodS: read.challengePeriodS,
    closesAtS: read.closesAtS,
    status: Number(read.status) as ChannelStatus,
    ownerDeposit: read.ownerDeposit,
    partnerDeposit: read.partnerDeposit,
  };
}
