import { lowerHex, read } from "../../../evidence/index.js";
import {
  type DeliveryPlan,
  DeviceKind,
  DeviceStatus,
  type Hex,
  planFault,
  type Terms,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { refusedAs } from "../../chain/refusals.js";
import type { DeliveriesHere } from "./deliveriesHere.js";
import { DeliveryPlanInvalid } from "./errors.js";

/** Makes sure that a negotiation has no delivery yet. Throws `ContractRefused` with the contract's own name for it, `ChainUnreadable`. */
export async function requireUnopened({ at: { monitor } }: DeliveriesHere, negotiation: Hex): Promise<void> {
  const opened = lowerHex(
    await read(`the delivery of negotiation ${negotiation}`, () => monitor.deliveryOf(negotiation)),
  );
  if (opened !== ZERO_HASH) throw refusedAs("DeliveryMonitorAlreadyOpened", [negotiation, opened]);
}

/**
 * Makes sure that a plan could be opened now, as far as it, the terms and its sensors tell.
 * @throws DeliveryPlanInvalid, ContractRefused, ChainUnreadable
 */
export async function requireOpenable(here: DeliveriesHere, plan: DeliveryPlan, terms: Terms): Promise<void> {
  const reason = planFault(plan, terms, here.at.nowS);
  if (reason !== undefined) throw new DeliveryPlanInvalid(plan.negotiation, reason);
  await requireSensors(here, plan, terms);
}

/** Watches are by active sensors of the buyer, the seller or the plan's custodian. */
async function requireSensors({ chain }: DeliveriesHere, plan: DeliveryPlan, terms: Terms): Promise<void> {
  const devices = IDeviceRegistry__factory.connect(await chain.contract("DeviceRegistry"), chain.provider);
  for (const sensor of new Set(plan.watches.map((watch) => watch.sensor))) {
    const device = await read(`device ${sensor}`, () => devices.deviceOf(sensor));
    // One that nobody registered has no status.
    const isSensor = Number(device.kind) === DeviceKind.Sensor && Number(device.status) === DeviceStatus.Active;
    if (!isSensor) throw refusedAs("ConditionWatchNotSensor", [sensor]);
    const organisation = lowerHex(device.organisation);
    if (![terms.buyer, terms.seller, plan.custodian].includes(organisation)) {
      throw refusedAs("ConditionWatchForeignSensor", [sensor, organisation]);
    }
  }
}
