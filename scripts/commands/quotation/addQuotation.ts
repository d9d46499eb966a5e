import type { Command } from "commander";
import { addQuotationAward } from "./quotationAward.js";
import { addQuotationBid } from "./quotationBid.js";
import { addQuotationCompare } from "./quotationCompare.js";
import { addQuotationEnd } from "./quotationEnd.js";
import { addQuotationList } from "./quotationList.js";
import { addQuotationRequest } from "./quotationRequest.js";
import { addQuotationReveal } from "./quotationReveal.js";
import { addQuotationShow } from "./quotationShow.js";

/** `wattproof quotation …`: members ask for bids and make them. */
export function addQuotation(quotation: Command): void {
  addQuotationRequest(quotation);
  addQuotationBid(quotation);
  addQuotationEnd(quotation, "withdraw");
  addQuotationReveal(quotation);
  addQuotationShow(quotation);
  addQuotationCompare(quotation);
  addQuotationAward(quotation);
  addQuotationEnd(quotation, "cancel");
  addQuotationList(quotation);
}
