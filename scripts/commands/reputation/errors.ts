import { WattproofError } from "../../../protocol/index.js";
import { formatInstant } from "../../commandLine/instant.js";

/** A standing was asked for at a time that the chain has not reached. */
export class StandingAhead extends WattproofError {
  constructor(atS: number, nowS: number) {
    super({
      code: "StandingAhead",
      message: `The chain's time is ${formatInstant(nowS)}; nobody knows what will be at ${formatInstant(atS)}.`,
      next: "Name an earlier time with --at, or leave it out.",
      facts: { atS, nowS },
    });
  }
}
