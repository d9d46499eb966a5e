import { Option } from "commander";
import { lowerHex, read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import { transact } from "../../chain/transact.js";
import type { DeliveriesHere } from "./deliveriesHere.js";
import { DeliveryAllowanceMissing, DeliveryMoneyMissing } from "./errors.js";

/** Of a command after which the buyer pays in. */
export function approveOption(): Option {
  return new Option("--approve", "as the buyer, let the contract take the total due of your tokens");
}

/** What a buyer has for an opening, token units. */
export interface Means {
  readonly held: bigint;
  /** What the contract may take. */
  readonly allowed: bigint;
}

export async function meansOf({ token, at }: DeliveriesHere, buyer: Hex): Promise<Means> {
  const [held, allowed] = await read(`the tokens of ${buyer}`, () =>
    Promise.all([token.balanceOf(buyer), token.allowance(buyer, at.place.monitor)]),
  );
  return { held, allowed };
}

/** What an opening takes from whom. */
export interface Payment {
  readonly buyer: Hex;
  /** Token units. */
  readonly due: bigint;
  /** Whether the account that sends would give an allowance. */
  readonly approve: boolean;
}

/**
 * Makes sure that the contract can take what an opening takes; the buyer allows it first if it is asked to.
 * @returns Hash of the allowance's transaction; null if there is none.
 * @throws DeliveryMoneyMissing, DeliveryAllowanceMissing, and what `transact` throws
 */
export async function ensureDue(
  here: DeliveriesHere,
  account: ChainAccount,
  { buyer, due, approve }: Payment,
): Promise<Hex | null> {
  if (due === 0n) return null;
  const { held, allowed } = await meansOf(here, buyer);
  if (held < due) throw new DeliveryMoneyMissing(buyer, { held, due }, here.money);
  if (allowed >= due) return null;
  if (!approve || account.address !== buyer) throw new DeliveryAllowanceMissing(buyer, { allowed, due }, here.money);
  const { chain, token, tokenAddress, at } = here;
  const { hash } = await transact(chain, account, {
    says: `Let the deliveries' contract take ${here.money(due)}`,
    to: tokenAddress,
    data: token.interface.encodeFunctionData("approve", [at.place.monitor, due]),
  });
  return lowerHex(hash);
}
