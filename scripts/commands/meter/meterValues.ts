import { InvalidArgumentError } from "commander";
import { MeterCorrectionReason } from "../../../protocol/index.js";
import { energyOf } from "../../commandLine/energy.js";

/** A register that jumps: where it stood, and where it goes on, Wh. */
export interface Jump {
  readonly fromWh: bigint;
  readonly toWh: bigint;
}

/** Two registers with their units and a colon between. */
export function parseJump(text: string): Jump {
  const [from = "", to = "", ...more] = text.split(":");
  const [fromWh, toWh] = [energyOf(from), energyOf(to)];
  if (fromWh === undefined || toWh === undefined || more.length > 0 || fromWh === toWh) {
    throw new InvalidArgumentError("It is two different energies with a colon between, such as 4712kWh:0Wh.");
  }
  return { fromWh, toWh };
}

/** Why registers jumped, in a word. */
export type ReasonWord = "exchanged" | "substituted" | "rolled-back";

const REASONS: Readonly<Record<ReasonWord, MeterCorrectionReason>> = {
  exchanged: MeterCorrectionReason.Exchanged,
  substituted: MeterCorrectionReason.Substituted,
  "rolled-back": MeterCorrectionReason.RolledBack,
};
export const REASON_WORDS = Object.keys(REASONS) as readonly ReasonWord[];

/** A reason by its word. */
export function parseReason(text: string): MeterCorrectionReason {
  const word = REASON_WORDS.find((each) => each === text);
  if (word === undefined) throw new InvalidArgumentError(`It is one of ${REASON_WORDS.join(", ")}.`);
  return REASONS[word];
}

/** A reason's word. */
export function reasonWord(reason: MeterCorrectionReason): string {
  return REASON_WORDS.find((word) => REASONS[word] === reason) ?? "unknown";
}
