import type { Command } from "commander";
import { addAgreementEnd } from "./agreementEnd.js";
import { addAgreementList } from "./agreementList.js";
import { addAgreementSign } from "./agreementSign.js";
import { addAgreementSubmit } from "./agreementSubmit.js";

/** `wattproof agreement …`: supply agreements from the first signature to their end. */
export function addAgreement(agreement: Command): void {
  addAgreementSign(agreement);
  addAgreementSubmit(agreement);
  addAgreementEnd(agreement);
  addAgreementList(agreement);
}
