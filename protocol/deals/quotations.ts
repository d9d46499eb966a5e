/** States of requests for quotation by their number in `Quotations`. */
export const QUOTATION_STATES = [
  "none",
  "bidding",
  "revealing",
  "deciding",
  "awarded",
  "cancelled",
  "expired",
] as const;
export type QuotationState = (typeof QUOTATION_STATES)[number];
