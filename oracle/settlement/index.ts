export { Settlement, type SettlementOptions } from "./settlement.js";
export type { AwaitedInterval, Lack, Readings, Send, SettlementRejection } from "./types.js";
