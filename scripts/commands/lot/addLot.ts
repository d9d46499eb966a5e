import type { Command } from "commander";
import { addLotCreate } from "./lotCreate.js";
import { addLotAcceptCustody, addLotOfferCustody } from "./lotCustody.js";
import { addLotPack, addLotUnpack } from "./lotPack.js";
import { addLotShow } from "./lotShow.js";
import { addLotMerge, addLotSplit } from "./lotSplitMerge.js";
import { addLotTrace } from "./lotTrace.js";

/** `wattproof lot …`: goods by lot, across companies. */
export function addLot(lot: Command): void {
  addLotCreate(lot);
  addLotSplit(lot);
  addLotMerge(lot);
  addLotPack(lot);
  addLotUnpack(lot);
  addLotOfferCustody(lot);
  addLotAcceptCustody(lot);
  addLotShow(lot);
  addLotTrace(lot);
}
