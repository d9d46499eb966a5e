import { type SupplyAgreement, UNCAPPED_WH, ZERO_HASH } from "../../../protocol/index.js";
import { formatDuration } from "../../commandLine/duration.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { formatInstant } from "../../commandLine/instant.js";
import { formatMoney } from "../../commandLine/money.js";

/** Terms in words, one line each. */
export function describeTerms(terms: SupplyAgreement): string[] {
  const { consumer, importMeter, supplier, exportMeter, startS, endS, settlementPeriodS, noticeS } = terms;
  const by = exportMeter === ZERO_HASH ? "what a neighbour does not deliver" : `of meter ${exportMeter}`;
  const cap = terms.capWh === UNCAPPED_WH ? "without a cap" : `at most ${formatEnergy(terms.capWh)}`;
  return [
    `  consumer    ${consumer}, meter ${importMeter}, up to ${terms.importRatedW} W`,
    `  supplier    ${supplier}, ${by}${terms.exportRatedW === 0 ? "" : `, up to ${terms.exportRatedW} W`}`,
    `  window      ${formatInstant(startS)} to ${formatInstant(endS)}, settled every ${settlementPeriodS / 60} minutes`,
    `  price       ${formatMoney(terms.pricePerKWh)} per kWh of token ${terms.token}, ${cap}`,
    `  escrow      ${formatMoney(terms.escrow)}, notice of ${formatDuration(noticeS)} to end it alone`,
    `  certificates go to the ${terms.withCertificates ? "consumer" : "supplier"}`,
  ];
}
