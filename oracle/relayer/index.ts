export * from "./errors.js";
export { chooseGasPrice } from "./fees.js";
export { Relayer, type RelayerOptions } from "./relayer.js";
export { decodeRevert, revertReason } from "./revertReason.js";
export * from "./types.js";
