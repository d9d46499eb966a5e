import { join } from "node:path";
import { ChannelClient, type ChannelFacts, readChannel } from "../../../channels/index.js";
import { lowerHex, read } from "../../../evidence/index.js";
import { fastKeccak, findSecp256k1 } from "../../../native/index.js";
import {
  type ChannelContract,
  channelDomain,
  channelDomainSeparator,
  DIRECTION_WORDS,
  Direction,
  type Hex,
  scriptSecp256k1,
  VOUCHER_TYPES,
  type Voucher,
} from "../../../protocol/index.js";
import { EnergyToken__factory } from "../../../typechain-types/factories/contracts/EnergyToken__factory.js";
import { IEnergySettlement__factory } from "../../../typechain-types/factories/contracts/interfaces/IEnergySettlement__factory.js";
import { PaymentChannel__factory } from "../../../typechain-types/factories/contracts/PaymentChannel__factory.js";
import type { IEnergySettlement, PaymentChannel } from "../../../typechain-types/index.js";
import type { ChainAccount, TypedData } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { signTold } from "../../chain/signTold.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { formatMoney } from "../../commandLine/money.js";
import { ChannelNotOpened } from "./errors.js";

/** A deployment's channels, with its money. */
export interface ChannelsHere {
  readonly chain: OpenChain;
  readonly address: Hex;
  readonly contract: PaymentChannel;
  readonly where: ChannelContract;
  readonly separator: Hex;
  readonly token: Hex;
  /** Whose registers bound what is paid. */
  readonly settlement: IEnergySettlement;
  /** An amount as people read it, with its currency. */
  money(units: bigint): string;
}

/** The interface of the channels' contract. */
export const CHANNELS = PaymentChannel__factory.createInterface();

/** Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function channelsOn(chain: OpenChain): Promise<ChannelsHere> {
  const address = await chain.contract("PaymentChannel");
  const contract = PaymentChannel__factory.connect(address, chain.provider);
  const [token, currency, settlement] = await read("what the channels pay with", async () => {
    const at = lowerHex(await contract.TOKEN());
    const money = EnergyToken__factory.connect(at, chain.provider);
    return [at, await money.currency(), await contract.SETTLEMENT()] as const;
  });
  const where = { chainId: chain.chainId, channels: address };
  return {
    chain,
    address,
    contract,
    where,
    separator: channelDomainSeparator(where),
    token,
    settlement: IEnergySettlement__factory.connect(settlement, chain.provider),
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
  { settlement }: ChannelsHere,
  meter: Hex,
  direction: Direction,
  shownWh: bigint,
): Promise<bigint> {
  const [shown, counted] = await read(`the registers of meter ${meter}`, () =>
    Promise.all([settlement.registersOf(meter), settlement.countedOf(meter)]),
  );
  const side = direction === Direction.Import ? "importWh" : "exportWh";
  return BigInt.asUintN(64, shownWh - (shown[side] - counted[side]));
}

/** A voucher as an imperative sentence. */
function promiseWords({ money }: ChannelsHere, { channel, direction, registerWh, amount }: Voucher): string {
  const register = `the ${DIRECTION_WORDS[direction]} register at ${formatEnergy(registerWh)}`;
  return `Promise ${money(amount)} in all for ${register} in channel ${channel}`;
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
    sign: (voucher) =>
      signTold(here.chain, account, {
        says: promiseWords(here, voucher),
        typed: typedOf(here, VOUCHER_TYPES, voucher),
      }),
    curve: findSecp256k1().native ?? scriptSecp256k1,
    ...(keccak ? { keccak } : {}),
  });
}
