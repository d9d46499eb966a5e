import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { Signature } from "ethers";
import {
  CHANNEL_TERMS_TYPES,
  type ChannelTerms,
  COOPERATIVE_CLOSE_TYPES,
  type ContractDomain,
  type CooperativeClose,
  channelDomain,
  channelDomainSeparator,
  channelIdOf,
  type Direction,
  type Hex,
  VOUCHER_TYPES,
  type Voucher,
} from "../../../protocol/index.js";
import type { Party } from "./agreements.js";
import { nowS } from "./chain.js";
import { type Consortium, deployConsortium, lower } from "./consortium.js";
import { bytes32Of } from "./devices.js";
import { agree, endOf, enrolHome, type Home, intervalOf, mintTo, openMeters, PRICE } from "./market.js";
import { signPermit } from "./permit.js";

export const HOUR_S = 3600n;
/** Challenge period of the tests' channels, s. */
export const CHALLENGE_S = 2n * HOUR_S;
/** What the partner pays per kWh exported: half of what the owner pays per kWh imported. */
export const EXPORT_PRICE = PRICE / 2n;
/** Registers of the tests' meter when its channels open, Wh. */
export const BASELINE_WH = 5_000n;

/** What can be signed about channels. */
type Signed = ChannelTerms | Voucher | CooperativeClose;
type Types = typeof CHANNEL_TERMS_TYPES | typeof VOUCHER_TYPES | typeof COOPERATIVE_CLOSE_TYPES;

/** Whoever can sign about channels: any wallet of ethers. */
export interface ChannelParty {
  readonly address: string;
  signTypedData(domain: ContractDomain, types: Types, value: Signed): Promise<string>;
}

export const contractOf = async ({ channels }: Consortium) => ({
  chainId: 31337n,
  channels: lower(await channels.getAddress()),
});

/** Domain of everything that is signed about the consortium's channels. */
export async function channelDomainOf(c: Consortium): Promise<ContractDomain> {
  return channelDomain(await contractOf(c));
}

async function signIn(c: Consortium, types: Types, value: Signed, party: ChannelParty): Promise<Hex> {
  return (await party.signTypedData(await channelDomainOf(c), types, value)) as Hex;
}

export const signChannelTerms = (c: Consortium, terms: ChannelTerms, party: ChannelParty) =>
  signIn(c, CHANNEL_TERMS_TYPES, terms, party);

/** @param domain Another domain than that of the consortium's channels. */
export async function signVoucher(c: Consortium, voucher: Voucher, party: ChannelParty, domain?: ContractDomain) {
  return (await party.signTypedData(domain ?? (await channelDomainOf(c)), VOUCHER_TYPES, voucher)) as Hex;
}

export const signClose = (c: Consortium, close: CooperativeClose, party: ChannelParty) =>
  signIn(c, COOPERATIVE_CLOSE_TYPES, close, party);

/** Terms between the owner of a meter and its partner, to be opened within an hour, unless changed. */
export async function channelTerms(
  owner: Home<Party>,
  partner: { readonly address: string },
  change: Partial<ChannelTerms> = {},
): Promise<ChannelTerms> {
  return {
    owner: lower(owner.account.address),
    partner: lower(partner.address),
    meter: owner.meter.device,
    importPricePerKWh: PRICE,
    exportPricePerKWh: EXPORT_PRICE,
    challengePeriodS: CHALLENGE_S,
    openBeforeS: BigInt(await nowS()) + HOUR_S,
    salt: bytes32Of("channel"),
    ...change,
  };
}

/** Id of a channel as `protocol` computes it. */
export async function channelId(c: Consortium, terms: ChannelTerms): Promise<Hex> {
  return channelIdOf(channelDomainSeparator(await contractOf(c)), terms);
}

/** Has both parties sign the terms and a stranger open the channel. Returns its id. */
export async function openChannel(
  c: Consortium,
  terms: ChannelTerms,
  parties: { readonly owner: ChannelParty; readonly partner: ChannelParty },
): Promise<Hex> {
  const { owner, partner } = parties;
  await c.channels.open(terms, await signChannelTerms(c, terms, owner), await signChannelTerms(c, terms, partner));
  return channelId(c, terms);
}

/** Mints for an account and lets `PaymentChannel` take it. */
export async function fund(c: Consortium, account: HardhatEthersSigner, amount: bigint): Promise<void> {
  await mintTo(c, account, amount);
  await c.token.connect(account).approve(c.channels, amount);
}

/** Arguments of `depositWithPermit` after the party. */
export async function permitArguments(c: Consortium, owner: HardhatEthersSigner, amount: bigint) {
  const { token, channels } = c;
  const deadline = 2n ** 40n;
  const wish = { token, owner, spender: await channels.getAddress(), amount, deadline };
  const { v, r, s } = Signature.from(await signPermit(wish));
  return [amount, deadline, v, r, s] as const;
}

export type Street = Awaited<ReturnType<typeof street>>;

/** What each party of the street deposits. */
export const DEPOSIT = 10_000_000n;

/**
 * A home with a partner, and a channel between them over the home's meter into which both deposited. The home also buys from
 * and sells to a neighbour by supply agreements, so that both of its registers settle.
 */
export async function street() {
  const c = await deployConsortium();
  const home = await enrolHome(c, c.people[0]!);
  const neighbour = await enrolHome(c, c.people[1]!);
  const owner = home.account;
  const partner = c.people[2]!;
  await agree(c, home, neighbour);
  await agree(c, neighbour, home);
  await openMeters(c, [home, neighbour], { registerWh: BASELINE_WH });
  const terms = await channelTerms(home, partner);
  const channel = await openChannel(c, terms, { owner, partner });
  for (const party of [owner, partner]) {
    await fund(c, party, DEPOSIT);
    await c.channels.connect(party).deposit(channel, party, DEPOSIT);
  }
  return { ...c, home, neighbour, owner, partner, terms, channel };
}

/** Settles the street's hour `count`: the home's registers rise to these, Wh above their baselines. */
export async function settleHour(s: Street, count: number, risen: { importWh: bigint; exportWh: bigint }) {
  const { settlement, home, neighbour } = s;
  const endS = endOf(count);
  const homes = home.meter.read(endS, BASELINE_WH + risen.importWh, BASELINE_WH + risen.exportWh);
  // The neighbour takes what the home gives and gives what it takes.
  const neighbours = neighbour.meter.read(endS, BASELINE_WH + risen.exportWh, BASELINE_WH + risen.importWh);
  await settlement.settle([
    await intervalOf(s, neighbour, endS, [neighbours, homes]),
    await intervalOf(s, home, endS, [homes, neighbours]),
  ]);
}

/** A voucher of the street's channel, signed by whoever pays in that direction unless `by` is given. */
export async function promise(
  s: Street,
  direction: Direction,
  wish: { readonly risenWh: bigint; readonly amount: bigint; readonly by?: ChannelParty },
) {
  const voucher: Voucher = {
    channel: s.channel,
    direction,
    registerWh: BASELINE_WH + wish.risenWh,
    amount: wish.amount,
  };
  const signature = await signVoucher(s, voucher, wish.by ?? (direction === 0 ? s.owner : s.partner));
  return [voucher, signature] as const;
}
