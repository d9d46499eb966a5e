import type { Command } from "commander";
import { addAccept } from "./deliveryAccept.js";
import { addDeliveryList } from "./deliveryList.js";
import { addDeliveryOpen } from "./deliveryOpen.js";
import { addDeliveryReport } from "./deliveryReport.js";
import { addDeliverySettle } from "./deliverySettle.js";
import { addDeliveryShow } from "./deliveryShow.js";
import { addDeliverySign } from "./deliverySign.js";
import { addCustody, addDispute, addEnd, addReach, addRoute } from "./deliverySteps.js";

/** `wattproof delivery …`: what was agreed on is watched, carried and paid. */
export function addDelivery(parent: Command): void {
  addDeliverySign(parent);
  addDeliveryOpen(parent);
  addDeliveryReport(parent);
  addDeliveryShow(parent);
  addDeliveryList(parent);
  addCustody(parent);
  addRoute(parent);
  addReach(parent);
  addEnd(parent, "arrive");
  addAccept(parent);
  addDispute(parent);
  addDeliverySettle(parent);
  addEnd(parent, "release");
  addEnd(parent, "reclaim");
  addEnd(parent, "lapse");
}
