export * from "./batchPolicy.js";
export * from "./composeBatch.js";
export * from "./fastKeccak.js";
