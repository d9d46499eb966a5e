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
export * from "./registers.js";
export * from "./words.js";
