export { dischargeCycles } from "./dischargeCycles.js";
export * from "./errors.js";
export { estimateValue, VALUE_METHOD } from "./estimate.js";
export { cyclesUpTo } from "./history.js";
export { valueCycleOf } from "./microAh.js";
export { provenCycles, refusePart } from "./provenCycles.js";
export type {
  LeftOutReason,
  ValueCycle,
  ValueEstimate,
  ValueEvidence,
  ValueInput,
  ValuePrices,
  ValueRange,
} from "./types.js";
