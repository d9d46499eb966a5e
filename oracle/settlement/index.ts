export { Settlement, type SettlementOptions } from "./settlement.js";
export type { Readings, Send, SettlementRejection } from "./types.js";
