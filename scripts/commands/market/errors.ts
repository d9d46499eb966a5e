import { type Hex, quoted, WattproofError } from "../../../protocol/index.js";
import { formatDuration } from "../../commandLine/duration.js";

/** There is no advert of this number. */
export class AdvertMissing extends WattproofError {
  constructor(number: number) {
    super({
      code: "AdvertMissing",
      message: `The market has no advert ${number}.`,
      next: "Look for its number with wattproof market list; check the node and the Directory.",
      facts: { number },
    });
  }
}

/** The advert is dearer than the consumer would pay. */
export class AdvertTooDear extends WattproofError {
  constructor({ number, price, maxPrice }: { number: number; price: string; maxPrice: string }) {
    super({
      code: "AdvertTooDear",
      message: `Advert ${number} asks ${price} per kWh, more than ${maxPrice}; nothing was signed.`,
      next: "Choose another advert (wattproof market list), or a higher --max-price.",
      facts: { number, price, maxPrice },
    });
  }
}

/** Nobody could accept the advert: the meter's agreements settle over another period. */
export class AdvertPeriodMismatch extends WattproofError {
  constructor(meter: Hex, periodS: number, givenS: number) {
    const [period, given] = [periodS, givenS].map(formatDuration);
    super({
      code: "AdvertPeriodMismatch",
      message: `Agreements of meter ${meter} settle every ${period} and are not settled yet, so that nobody could accept an advert of ${given}.`,
      next: "Leave --period away to take the meter's, or wait until its agreements are settled.",
      facts: { meter, periodS, givenS },
    });
  }
}

/** What somebody signed is for another chain or market. */
export class MarketMessageForeign extends WattproofError {
  constructor(facts: { chainId: bigint; market: string; givenChainId: bigint; givenMarket: string }) {
    const { chainId, market, givenChainId, givenMarket } = facts;
    super({
      code: "MarketMessageForeign",
      message: `It was signed for the market ${givenMarket} on chain ${givenChainId}; here is ${market} on chain ${chainId}.`,
      next: "Name the node and the Directory of the deployment that it was signed for.",
      facts,
    });
  }
}

/** A file of expected demand that is none. */
export class DemandFileInvalid extends WattproofError {
  constructor(path: string, reason: string) {
    super({
      code: "DemandFileInvalid",
      message: `The demand in ${quoted(path)} cannot be used: ${reason}.`,
      next: "Give a CSV file with the columns from, to and wh: two times in UTC and whole Wh.",
      facts: { path, reason },
    });
  }
}
