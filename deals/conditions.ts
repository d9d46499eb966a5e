import { lowerHex } from "../evidence/index.js";
import { type Condition, fieldOfWord, InvalidFieldName, type WattproofError } from "../protocol/index.js";

/** A condition as contracts' events have it. */
interface ToldCondition {
  readonly field: string;
  readonly minMilli: bigint;
  readonly maxMilli: bigint;
}

/** Conditions with their fields' names. @param refused Makes the error for a field that no contract would have taken. */
export function conditionsOf(told: readonly ToldCondition[], refused: () => WattproofError): Condition[] {
  return told.map(({ field, minMilli, maxMilli }) => ({ field: nameOfField(field, refused), minMilli, maxMilli }));
}

/** The name that a field's word stands for. @param refused Makes the error for a word that stands for none. */
export function nameOfField(word: string, refused: () => WattproofError): string {
  try {
    return fieldOfWord(lowerHex(word));
  } catch (error) {
    if (!(error instanceof InvalidFieldName)) throw error;
    throw refused();
  }
}
