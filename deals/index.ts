export { type DeliveriesAt, deliveriesAt } from "./delivery/deliveriesAt.js";
export type {
  Delivery,
  MilestoneRecord,
  NearRecord,
  RouteStep,
  Silence,
  ViolationRecord,
  WatchRecord,
} from "./delivery/delivery.js";
export { type Filling, fillSilences } from "./delivery/fillSilences.js";
export { readDelivery } from "./delivery/readDelivery.js";
export {
  type GivenReading,
  type LeftOutReading,
  type ReadingsWish,
  type SelectedReading,
  type SelectedReadings,
  selectReadings,
} from "./delivery/selectReadings.js";
export * from "./errors.js";
export { type LotRecord, type LotsPlace, readLots } from "./lots/lotRecords.js";
export { MOST_TRACED_LOTS, type OriginTrace, type RecallTrace, traceDown, traceUp } from "./lots/trace.js";
export type { NegotiationEnd, NegotiationHistory, NegotiationRound } from "./negotiation/history.js";
export { type NegotiationsAt, negotiationsAt } from "./negotiation/negotiationsAt.js";
export { readNegotiation } from "./negotiation/readNegotiation.js";
export { type OpenedBid, openRevealed } from "./quotations/openRevealed.js";
export { type ComparedBid, CRITERIA, type Criterion, type RankedBid, rankBids } from "./quotations/rankBids.js";
export { type PlacedBid, type Reveal, readBids } from "./quotations/readBids.js";
export { type RequestRecord, readRequest } from "./quotations/readRequest.js";
export { reputationOf, type Sums } from "./quotations/reputationOf.js";
export type { QuotationsAt } from "./quotations/requestEvents.js";
export { idOfRequest } from "./quotations/requestId.js";
export {
  type BidPlace,
  type BidStep,
  bidCommitment,
  openBid,
  requireRevealable,
  type SealedBid,
  sealBid,
} from "./quotations/sealedBid.js";
export type { RoundContent, SealedRound } from "./sealing/roundContent.js";
export { openRound, type RoundPlace, sealRound } from "./sealing/sealedRound.js";
export { type SealingKey, sealingKeyOf } from "./sealing/sealingKey.js";
export { NO_TEXT, toldText } from "./texts.js";
export type { Happened } from "./toldEvents.js";
