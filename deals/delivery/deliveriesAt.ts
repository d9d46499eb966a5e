import type { Provider } from "ethers";
import { lowerHex, read, requireBlock } from "../../evidence/index.js";
import type { DeliveryPlace, Hex } from "../../protocol/index.js";
import { ConditionWatch__factory } from "../../typechain-types/factories/contracts/ConditionWatch__factory.js";
import { DeliveryMonitor__factory } from "../../typechain-types/factories/contracts/DeliveryMonitor__factory.js";
import { Negotiation__factory } from "../../typechain-types/factories/contracts/Negotiation__factory.js";
import type { ConditionWatch, DeliveryMonitor, Negotiation } from "../../typechain-types/index.js";

/** The deliveries of a deployment, as of one block. */
export interface DeliveriesAt {
  readonly place: DeliveryPlace;
  readonly monitor: DeliveryMonitor;
  readonly watch: ConditionWatch;
  readonly watchAddress: Hex;
  readonly negotiations: Negotiation;
  readonly provider: Provider;
  /** Block and its time, Unix seconds, at which everything is read. */
  readonly blockTag: number;
  readonly nowS: number;
}

/** Looks at the deliveries as of the latest block. @param monitor Address of `DeliveryMonitor`. Throws `ChainUnreadable`. */
export async function deliveriesAt(provider: Provider, chainId: bigint, monitor: Hex): Promise<DeliveriesAt> {
  const { number, timestamp } = await requireBlock(provider, "latest");
  const contract = DeliveryMonitor__factory.connect(monitor, provider);
  const [watch, negotiation] = await read("the deliveries", () =>
    Promise.all([contract.WATCH(), contract.NEGOTIATION()]),
  );
  return {
    place: { chainId, monitor },
    monitor: contract,
    watch: ConditionWatch__factory.connect(watch, provider),
    watchAddress: lowerHex(watch),
    negotiations: Negotiation__factory.connect(negotiation, provider),
    provider,
    blockTag: number,
    nowS: timestamp,
  };
}
