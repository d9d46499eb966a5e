import { batteriesEn, batteriesNb } from "./batteries.js";
import { commonEn, commonNb } from "./common.js";
import { devicesEn, devicesNb } from "./devices.js";
import { dossierEn, dossierNb } from "./dossier.js";
import { energyEn, energyNb } from "./energy.js";
import { faultsEn, faultsNb } from "./faults.js";
import { problemsEn, problemsNb } from "./problems.js";
import { proofEn, proofNb } from "./proof.js";
import { recordsEn, recordsNb } from "./records.js";
import { reportEn, reportNb } from "./report.js";
import { valueEn, valueNb } from "./value.js";
import { verifyEn, verifyNb } from "./verify.js";

/** Every word of the page in English; the other languages have the same keys by type. */
export const en = {
  common: commonEn,
  problems: problemsEn,
  energy: energyEn,
  batteries: batteriesEn,
  devices: devicesEn,
  records: recordsEn,
  proof: proofEn,
  verify: verifyEn,
  faults: faultsEn,
  report: reportEn,
  value: valueEn,
  dossier: dossierEn,
};

export type Texts = typeof en;

export const nb: Texts = {
  common: commonNb,
  problems: problemsNb,
  energy: energyNb,
  batteries: batteriesNb,
  devices: devicesNb,
  records: recordsNb,
  proof: proofNb,
  verify: verifyNb,
  faults: faultsNb,
  report: reportNb,
  value: valueNb,
  dossier: dossierNb,
};

export const LANGUAGES = { en, nb } as const;
