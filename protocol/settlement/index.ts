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
export * from "./words.js";
