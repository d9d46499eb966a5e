import type { Command } from "commander";
import { addAgreementEnd } from "./agreementEnd.js";
import { addAgreementList } from "./agreementList.js";
import { addAgreementPay } from "./agreementPay.js";
import { addAgreementRelease } from "./agreementRelease.js";
import { addAgreementSign } from "./agreementSign.js";
import { addAgreementSubmit } from "./agreementSubmit.js";

/** `wattproof agreement …`: supply agreements from the first signature to their end. */
export function addAgreement(agreement: Command): void {
  addAgreementSign(agreement);
  addAgreementSubmit(agreement);
  addAgreementEnd(agreement);
  addAgreementPay(agreement);
  addAgreementRelease(agreement);
  addAgreementList(agreement);
}
