export * from "./errors.js";
export { type LotRecord, type LotsPlace, readLots } from "./lots/lotRecords.js";
export { MOST_TRACED_LOTS, type OriginTrace, type RecallTrace, traceDown, traceUp } from "./lots/trace.js";
export type { Happened, NegotiationEnd, NegotiationHistory, NegotiationRound } from "./negotiation/history.js";
export { type NegotiationsAt, negotiationsAt } from "./negotiation/negotiationsAt.js";
export { readNegotiation, stateWord } from "./negotiation/readNegotiation.js";
export type { RoundContent, SealedRound } from "./sealing/roundContent.js";
export { openRound, type RoundPlace, sealRound } from "./sealing/sealedRound.js";
export { type SealingKey, sealingKeyOf } from "./sealing/sealingKey.js";
