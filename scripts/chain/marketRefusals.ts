const LOOK = "Look for what is open with wattproof market list.";
const OWNER = "Send from the account of the meter's owner (wattproof device show).";

/** Errors of `EnergyMarket`, by name, for people. Energy is in Wh. */
export const MARKET_REFUSALS = {
  EnergyMarketNotMeterOwner: { message: "The device is no active meter of the account", next: OWNER },
  EnergyMarketNotOwner: { message: "Only the owner of the advert's meter does this", next: OWNER },
  EnergyMarketInvalidWindow: {
    message: "A window lies ahead, ends within 366 days, and is on the boundaries of a period that divides a day",
    next: "Choose a later window, or the period that its ends are on (15 minutes to a day).",
  },
  EnergyMarketInvalidTerms: {
    message: "An advert states a rating, and a smallest part that is no more than the quantity",
    next: "Correct --rated and --min-part.",
  },
  EnergyMarketInvalidPrice: {
    message: "A price is above zero and at most the highest that an agreement may name",
    next: "Choose a price in between.",
  },
  EnergyMarketImplausible: {
    message: "More is promised for a stretch of time than the connections can carry in it",
    next: "Choose a longer window or less energy; the meter's other adverts and both connections' --rated count.",
  },
  EnergyMarketTooManyAdverts: {
    message: "The meter has as many adverts as it may have at a time",
    next: "Withdraw one of which nothing was accepted, or wait until one ends.",
  },
  EnergyMarketNotOpen: { message: "The advert is not open", next: LOOK },
  EnergyMarketInvalidSignature: {
    message: "The account did not sign this, or signed something else since",
    next: "Have it signed again with --sign-only, and relay in the order of signing.",
  },
  EnergyMarketSignatureExpired: {
    message: "What was signed came too late",
    next: "Have it signed again, and relay it before it expires.",
  },
  EnergyMarketNotConsumer: {
    message: "The consumer neither sends nor signed this agreement",
    next: "Have the consumer sign it with wattproof market accept --sign-only.",
  },
  EnergyMarketPriceChanged: {
    message: "The price is no longer the one that the consumer agreed to",
    next: "Look at the price with wattproof market list, and accept again if it suits.",
  },
  EnergyMarketTermsMismatch: { message: "The agreement's terms are not the advert's", next: LOOK },
  EnergyMarketOutsideWindow: {
    message: "The agreement begins in the past, or its window is not within the advert's",
    next: "Choose another --window; relay an acceptance before its window begins.",
  },
  EnergyMarketNotEnough: { message: "Less is left of the advert", next: `Accept less. ${LOOK}` },
  EnergyMarketPartTooSmall: { message: "The advert sells no part that small", next: "Accept more." },
  EnergyMarketEscrowTooLow: {
    message: "The agreement locks less than the advert asks for",
    next: "Lock what wattproof market list shows, rounded up.",
  },
  EnergyMarketNotSold: { message: "The agreement is of no advert, or its part is for sale again", next: LOOK },
  EnergyMarketStillBinding: {
    message: "The agreement is in force, or was for a while",
    next: "Only one that ended before it began is put up for sale again.",
  },
} as const;

export type MarketRefusalCode = keyof typeof MARKET_REFUSALS;
