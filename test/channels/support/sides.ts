import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SigningKey } from "ethers";
import { ChannelClient, type ChannelFacts, ChannelStatus, keySigner } from "../../../channels/index.js";
import { findSecp256k1 } from "../../../native/index.js";
import { addressOfKey, channelDomainSeparator, fromHex, type Hex, scriptSecp256k1 } from "../../../protocol/index.js";

export const separator = channelDomainSeparator({ chainId: 31337n, channels: `0x${"c4".repeat(20)}` });
/** This machine's secp256k1. */
export const curve = findSecp256k1().native ?? scriptSecp256k1;

/** A party of channels: its key, and where it keeps its side. */
export interface Side {
  readonly account: Hex;
  readonly secret: Uint8Array;
  readonly path: string;
}

export function side(name: string): Side {
  const secret: Hex = `0x${Buffer.from(name).toString("hex").padStart(64, "1")}`;
  const account = addressOfKey(fromHex(new SigningKey(secret).publicKey as Hex));
  const path = join(mkdtempSync(join(tmpdir(), "wattproof-channels-")), "channels.sqlite");
  return { account, secret: fromHex(secret), path };
}

export const owner = side("owner");
export const partner = side("partner");

/** A channel at 1.20 and 0.60 per kWh, whose registers stood at 5,000 Wh, with deposits of 10 each. */
export const facts: ChannelFacts = {
  channel: `0x${"01".repeat(32)}`,
  owner: owner.account,
  partner: partner.account,
  meter: `0x${"4e".repeat(32)}`,
  importPricePerKWh: 1_200_000n,
  exportPricePerKWh: 600_000n,
  importBaselineWh: 5_000n,
  exportBaselineWh: 5_000n,
  challengePeriodS: 3_600n,
  closesAtS: 0n,
  status: ChannelStatus.Open,
  ownerDeposit: 10_000_000n,
  partnerDeposit: 10_000_000n,
};

/** Opens a side at its path, which may hold what it kept before. */
export function openSide({ account, secret, path }: Side, change = {}): Promise<ChannelClient> {
  return ChannelClient.open({ path, separator, account, sign: keySigner(secret, curve), curve, ...change });
}
