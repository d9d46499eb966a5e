import { join } from "node:path";
import { ChannelClient, type ChannelFacts, readChannel } from "../../../channels/index.js";
import { read } from "../../../evidence/index.js";
import { fastKeccak, findSecp256k1 } from "../../../native/index.js";
import {
  type ChannelContract,
  channelDomain,
  channelDomainSeparator,
  Direction,
  type Hex,
  scriptSecp256k1,
  VOUCHER_TYPES,
} from "../../../protocol/index.js";
import { EnergyToken__factory } from "../../../typechain-types/factories/contracts/EnergyToken__factory.js";
import { IEnergySettlement__factory } from "../../../typechain-types/factories/contracts/interfaces/IEnergySettlement__factory.js";
import { PaymentChannel__factory } from "../../../typechain-types/factories/contracts/PaymentChannel__factory.js";
import type { PaymentChannel } from "../../../typechain-types/index.js";
import type { ChainAccount, TypedData } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { decimalOf } from "../../commandLine/decimal.js";
import { formatMoney } from "../../commandLine/money.js";
import { AmountInvalid, ChannelNotOpened } from "./errors.js";

/** A deployment's channels, with its money. */
export interface ChannelsHere {
  readonly chain: OpenChain;
  readonly address: Hex;
  readonly contract: PaymentChannel;
  readonly where: ChannelContract;
  readonly separator: Hex;
  readonly token: Hex;
  /** Token units of an amount as people write it. Throws `AmountInvalid`. */
  units(text: string): bigint;
  /** An amount as people read it, with its currency. */
  money(units: bigint): string;
}

/** The interface of the channels' contract. */
export const CHANNELS = PaymentChannel__factory.createInterface();

/** Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function channelsOn(chain: OpenChain): Promise<ChannelsHere> {
  const address = await chain.contract("PaymentChannel");
  const contract = PaymentChannel__factory.connect(address, chain.provider);
  const [token, decimals, currency] = await read("the channels' token", async () => {
    const at = (await contract.TOKEN()).toLowerCase() as Hex;
    const money = EnergyToken__factory.connect(at, chain.provider);
    return [at, Number(await money.decimals()), await money.currency()] as const;
  });
  const where = { chainId: chain.chainId, channels: address };
  return {
    chain,
    address,
    contract,
    where,
    separator: channelDomainSeparator(where),
    token,
    units: (text) => {
      const units = decimalOf(text, decimals);
      if (units === undefined) throw new AmountInvalid(text, decimals);
      return units;
    },
    money: (units) => `${formatMoney(units)} ${currency}`,
  };
}

/** The channel as the chain has it. Throws `ChannelNotOpened`, `ChainUnreadable`. */
export async function requireChannel({ contract }: ChannelsHere, channel: Hex): Promise<ChannelFacts> {
  const facts = await read(`channel ${channel}`, () => readChannel(contract, channel));
  if (facts === undefined) throw new ChannelNotOpened(channel);
  return facts;
}

/**
 * What a meter's register is without its corrections, as vouchers count it, Wh. Throws `ChainUnreadable`.
 * @param shownWh The register as the meter shows it.
 */
export async function countedWh(
  { contract, chain }: ChannelsHere,
  meter: Hex,
  direction: Direction,
  shownWh: bigint,
): Promise<bigint> {
  const [shown, counted] = await read(`the registers of meter ${meter}`, async () => {
    const settlement = IEnergySettlement__factory.connect(await contract.SETTLEMENT(), chain.provider);
    return Promise.all([settlement.registersOf(meter), settlement.countedOf(meter)]);
  });
  const side = direction === Direction.Import ? "importWh" : "exportWh";
  return BigInt.asUintN(64, shownWh - (shown[side] - counted[side]));
}

/** What an account signs about channels. */
export function typedOf({ where }: ChannelsHere, types: TypedData["types"], value: object): TypedData {
  return { domain: channelDomain(where), types, value: { ...value } };
}

/** File in which an account's side of its channels is kept. */
export function statePath(folder: string, { chain }: ChannelsHere, account: Hex): string {
  return join(folder, `channels-${chain.chainId}-${account}.sqlite`);
}

/** Opens the side of an account, which signs for itself. Close it. Throws as `ChannelClient.open`. */
export async function openSide(here: ChannelsHere, folder: string, account: ChainAccount): Promise<ChannelClient> {
  const keccak = await fastKeccak();
  return ChannelClient.open({
    path: statePath(folder, here, account.address),
    separator: here.separator,
    account: account.address,
    sign: (voucher) => account.sign(typedOf(here, VOUCHER_TYPES, voucher)),
    curve: findSecp256k1().native ?? scriptSecp256k1,
    ...(keccak ? { keccak } : {}),
  });
}
