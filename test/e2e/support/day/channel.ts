import { join } from "node:path";
import { hexlify, randomBytes, type Wallet } from "ethers";
import { ChannelClient, readChannel } from "../../../../channels/index.js";
import { createHousehold } from "../../../../demo/community/households.js";
import {
  CHANNEL_TERMS_TYPES,
  COOPERATIVE_CLOSE_TYPES,
  channelDomain,
  channelDomainSeparator,
  channelIdOf,
  type Hex,
  type SignedVoucher,
  VOUCHER_TYPES,
} from "../../../../protocol/index.js";
import { moreContracts } from "./contracts.js";
import { meterIdOf } from "./home.js";
import { mintFor } from "./mint.js";
import type { Prosumer, Street } from "./street.js";

const EXPORT = 1;
/** Token units per kWh. */
export const CHANNEL_PRICE = 123_457n;
const DEPOSIT = 1_000_000_000n;
const HOUR_S = 3_600n;
const NEVER_S = 2n ** 47n;

/** A payment channel in which a partner pays a prosumer for what it feeds in, promised hour by hour off the chain. */
export class FeedInChannel {
  readonly #street: Street;
  readonly #prosumer: Prosumer;
  readonly #partner: Wallet;
  readonly #payer: ChannelClient;
  readonly #payee: ChannelClient;
  readonly #id: Hex;
  #last: SignedVoucher | undefined;

  private constructor(
    street: Street,
    prosumer: Prosumer,
    partner: Wallet,
    sides: { payer: ChannelClient; payee: ChannelClient },
    id: Hex,
  ) {
    this.#street = street;
    this.#prosumer = prosumer;
    this.#partner = partner;
    this.#payer = sides.payer;
    this.#payee = sides.payee;
    this.#id = id;
  }

  /** Opens the channel and the two sides' books, in `folder`. */
  static async open(street: Street, prosumer: Prosumer, folder: string): Promise<FeedInChannel> {
    const { world } = street;
    const { gridOperator, treasurer } = world.consortium;
    const { channels } = await moreContracts(world);
    const { wallet: partner, address: partnerAddress } = createHousehold("partner");
    const at = { chainId: world.chainId, channels: (await channels.getAddress()).toLowerCase() as Hex };
    const [domain, separator] = [channelDomain(at), channelDomainSeparator(at)];
    const terms = {
      owner: prosumer.household.address,
      partner: partnerAddress,
      meter: meterIdOf(prosumer),
      importPricePerKWh: 0n,
      exportPricePerKWh: CHANNEL_PRICE,
      challengePeriodS: 2n * HOUR_S,
      openBeforeS: NEVER_S,
      salt: hexlify(randomBytes(32)) as Hex,
    };
    const signed = (wallet: Wallet) => wallet.signTypedData(domain, CHANNEL_TERMS_TYPES, terms);
    const relayed = channels.connect(gridOperator);
    await (await relayed.open(terms, await signed(prosumer.household.wallet), await signed(partner))).wait();
    const id = channelIdOf(separator, terms);
    await mintFor(world, at.channels, DEPOSIT);
    await (await channels.connect(treasurer).deposit(id, partnerAddress, DEPOSIT)).wait();

    const payer = await ChannelClient.open({
      path: join(folder, "payer.sqlite"),
      separator,
      account: partnerAddress,
      sign: async (voucher) => (await partner.signTypedData(domain, VOUCHER_TYPES, voucher)) as Hex,
    });
    const payee = await ChannelClient.open({
      path: join(folder, "payee.sqlite"),
      separator,
      account: prosumer.household.address,
    });
    const facts = await readChannel(channels, id);
    if (facts === undefined) throw new Error("the channel was not opened");
    for (const side of [payer, payee]) await side.keep(facts);
    return new FeedInChannel(street, prosumer, partner, { payer, payee }, id);
  }

  /** Promises what the meter's latest register is worth, if it rose. */
  async promise(): Promise<void> {
    const latest = this.#prosumer.signed.at(-1)?.record;
    const registerWh = latest?.type === "MeterReading" ? latest.exportWh : 0n;
    if (registerWh === (this.#last?.voucher.registerWh ?? this.#baselineWh)) return;
    this.#last = await this.#payer.pay({ channel: this.#id, direction: EXPORT, registerWh });
    await this.#payee.accept(this.#last);
  }

  /** Presents the last promise, which settlement must have caught up with, and closes together. @returns What was paid. */
  async close(): Promise<{ readonly promised: bigint; readonly credited: bigint; readonly fedInWh: bigint }> {
    const { world } = this.#street;
    const { channels } = await moreContracts(world);
    const relayed = channels.connect(world.consortium.gridOperator);
    if (this.#last === undefined) throw new Error("nothing was promised");
    const { voucher, signature } = this.#last;
    await (await relayed.present(voucher, signature)).wait();
    const agreed = { channel: this.#id, paidByOwner: 0n, paidByPartner: voucher.amount, expiresAtS: NEVER_S };
    const domain = channelDomain({
      chainId: world.chainId,
      channels: (await channels.getAddress()).toLowerCase() as Hex,
    });
    const signed = (wallet: Wallet) => wallet.signTypedData(domain, COOPERATIVE_CLOSE_TYPES, agreed);
    const { household } = this.#prosumer;
    await (await relayed.closeTogether(agreed, await signed(household.wallet), await signed(this.#partner))).wait();
    const credited = await channels.creditOf(household.address);
    await (await relayed.withdraw(household.address)).wait();
    for (const side of [this.#payer, this.#payee]) await side.close();
    return { promised: voucher.amount, credited, fedInWh: voucher.registerWh - this.#baselineWh };
  }

  get #baselineWh(): bigint {
    return this.#payer.channels()[0]?.exportBaselineWh ?? 0n;
  }
}
