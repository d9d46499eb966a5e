export * from "./errors.js";
export * from "./head.js";
export * from "./meterCorrection.js";
export {
  HIGHEST_POSITION,
  type PackedPlace,
  type PackedReading,
  packReading,
  positionOf,
  type ReadingPlace,
  type UnpackedReading,
  unpackReading,
} from "./packReading.js";
export { ReferenceSettlement } from "./reference/referenceSettlement.js";
export { type RefusalReason, SettlementRefused } from "./reference/refusals.js";
export type { CallTerms, ReadInterval, SettledInterval, SupplyTerms } from "./reference/types.js";
export * from "./registers.js";
export { decodeRoster, type RosterMember, type RosterTerms } from "./roster.js";
export { buildStatement } from "./statement/buildStatement.js";
export { SettledHeadMismatch, StatementFactMissing, StatementUnbalanced } from "./statement/errors.js";
export { kWhText, MONEY_DECIMALS, moneyText, shortMoneyText, timeText } from "./statement/figures.js";
export { replayChain, type SettledChain, wholeChain } from "./statement/replay.js";
export { statementCsv } from "./statement/statementCsv.js";
export { STATEMENT_SCHEMA, statementJson, statementValue } from "./statement/statementJson.js";
export { statementText } from "./statement/statementText.js";
export type * from "./statement/types.js";
export * from "./words.js";
