import { lowerHex, read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { EnergySettlement__factory } from "../../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { EnergyToken__factory } from "../../../typechain-types/factories/contracts/EnergyToken__factory.js";
import type { EnergySettlement, EnergyToken } from "../../../typechain-types/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { formatMoney } from "../../commandLine/money.js";

export const SETTLEMENT = EnergySettlement__factory.createInterface();

/** The escrow of a deployment's accounts, which settlement keeps, and the money in it. */
export interface OpenEscrow {
  readonly settlement: EnergySettlement;
  readonly settlementAddress: Hex;
  readonly token: EnergyToken;
  readonly tokenAddress: Hex;
  /** ISO 4217. */
  readonly currency: string;
  /** Token units as people read them, with the currency. */
  money(units: bigint): string;
}

/** Opens the deployment's escrow. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openEscrow(chain: OpenChain): Promise<OpenEscrow> {
  const settlementAddress = await chain.contract("EnergySettlement");
  const settlement = EnergySettlement__factory.connect(settlementAddress, chain.provider);
  const tokenAddress = lowerHex(await read("the settlement's token", () => settlement.TOKEN()));
  const token = EnergyToken__factory.connect(tokenAddress, chain.provider);
  const currency = await read("the token's currency", () => token.currency());
  const money = (units: bigint) => `${formatMoney(units)} ${currency}`;
  return { settlement, settlementAddress, token, tokenAddress, currency, money };
}

/** What an account has, token units. */
export interface Balance {
  /** Outside the escrow. */
  readonly tokens: bigint;
  readonly escrow: bigint;
  /** By its agreements; may be more than the escrow, once payments drew on it. */
  readonly locked: bigint;
  /** Of the escrow. */
  readonly free: bigint;
}

/** What an account has, as of a block. Throws `ChainUnreadable`. */
export async function readBalance(
  { settlement, token }: OpenEscrow,
  account: Hex,
  blockTag: number | "latest" = "latest",
): Promise<Balance> {
  const at = { blockTag };
  const [tokens, escrow, locked] = await read(`the money of ${account}`, () =>
    Promise.all([token.balanceOf(account, at), settlement.escrowOf(account, at), settlement.lockedOf(account, at)]),
  );
  return { tokens, escrow, locked, free: escrow > locked ? escrow - locked : 0n };
}
