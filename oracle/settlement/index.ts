export { Settlement, type SettlementOptions } from "./settlement.js";
export type { AwaitedInterval, AwaitedLack, Lack, Readings, Send, SettlementRejection } from "./types.js";
