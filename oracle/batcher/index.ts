export * from "./batchPolicy.js";
export * from "./composeBatch.js";
