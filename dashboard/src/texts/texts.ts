import { batteriesEn, batteriesNb } from "./batteries.js";
import { commonEn, commonNb } from "./common.js";
import { devicesEn, devicesNb } from "./devices.js";
import { energyEn, energyNb } from "./energy.js";
import { problemsEn, problemsNb } from "./problems.js";
import { proofEn, proofNb } from "./proof.js";
import { recordsEn, recordsNb } from "./records.js";
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
};

export const LANGUAGES = { en, nb } as const;
