import type { Command } from "commander";
import { addOfferAccept } from "./offerAccept.js";
import { addOfferClose } from "./offerClose.js";
import { addOfferCounter } from "./offerCounter.js";
import { addOfferCreate } from "./offerCreate.js";
import { addOfferExpire } from "./offerExpire.js";
import { addOfferList } from "./offerList.js";
import { addOfferRelay } from "./offerRelay.js";
import { addOfferShow } from "./offerShow.js";

/** `wattproof offer …`: members negotiate on the record. */
export function addOffer(parent: Command): void {
  addOfferCreate(parent);
  addOfferCounter(parent);
  addOfferAccept(parent);
  addOfferClose(parent, "reject");
  addOfferClose(parent, "withdraw");
  addOfferExpire(parent);
  addOfferShow(parent);
  addOfferList(parent);
  addOfferRelay(parent);
}
