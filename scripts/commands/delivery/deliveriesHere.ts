import { type DeliveriesAt, type Delivery, deliveriesAt, readDelivery } from "../../../deals/index.js";
import { lowerHex, read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { ConditionWatch__factory } from "../../../typechain-types/factories/contracts/ConditionWatch__factory.js";
import { EnergyToken__factory } from "../../../typechain-types/factories/contracts/EnergyToken__factory.js";
import { IDeliveryMonitor__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeliveryMonitor__factory.js";
import type { EnergyToken } from "../../../typechain-types/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { formatInstant } from "../../commandLine/instant.js";
import { formatMoney } from "../../commandLine/money.js";
import { DeliveryClosed } from "./errors.js";

export const MONITOR = IDeliveryMonitor__factory.createInterface();
export const WATCH = ConditionWatch__factory.createInterface();

/** A deployment's deliveries, and the money in them. */
export interface DeliveriesHere {
  readonly chain: OpenChain;
  readonly at: DeliveriesAt;
  readonly token: EnergyToken;
  readonly tokenAddress: Hex;
  /** Token units as people read them, with the currency. */
  money(units: bigint): string;
}

/** Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function deliveriesOn(chain: OpenChain): Promise<DeliveriesHere> {
  const at = await deliveriesAt(chain.provider, chain.chainId, await chain.contract("DeliveryMonitor"));
  const tokenAddress = lowerHex(await read("the deliveries' token", () => at.monitor.TOKEN()));
  const token = EnergyToken__factory.connect(tokenAddress, chain.provider);
  const currency = await read("the token's currency", () => token.currency());
  return { chain, at, token, tokenAddress, money: (units) => `${formatMoney(units)} ${currency}` };
}

/** A delivery with all its evidence. Throws what `readDelivery` throws. */
export function deliveryOf({ at }: DeliveriesHere, delivery: Hex): Promise<Delivery> {
  return readDelivery(at, delivery);
}

/** Makes sure that a delivery is not over. Throws `DeliveryClosed`. */
export function requireNotClosed({ delivery, state, closed }: Delivery): void {
  if (closed !== null) throw new DeliveryClosed(delivery, state, formatInstant(closed.happened.timeS));
}
