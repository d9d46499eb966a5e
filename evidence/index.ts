export * from "./errors.js";
export type { BatchKey } from "./readBatches.js";
export { type ReadRootsOptions, readRoots } from "./readRoots.js";
