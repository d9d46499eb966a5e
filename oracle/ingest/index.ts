export {
  type Capacities,
  type CapacitiesWanted,
  type CapacityCycle,
  CellNotChosen,
  CycleNotFound,
  readCapacities,
} from "./capacities.js";
export * from "./checkCsv.js";
export * from "./community.js";
export { openCsv } from "./csvRows.js";
export * from "./cycles.js";
export * from "./errors.js";
export type { RecordType } from "./recordColumns.js";
export * from "./sensorLog.js";
export * from "./signedRecords.js";
export * from "./writeSignedRecords.js";
