export * from "./errors.js";
export { Relayer, type RelayerOptions } from "./relayer.js";
export * from "./types.js";
