import { WattproofError } from "../../protocol/index.js";

/** A list of node keys that does not fit. */
export class NodeKeysInvalid extends WattproofError {
  /** @param why A sentence without its full stop; never with a key in it. */
  constructor(why: string) {
    super({
      code: "NodeKeysInvalid",
      message: `${why}.`,
      next: "Give a JSON array with one secp256k1 private key per node, in their order, each 0x and 64 hex digits.",
    });
  }
}

/** A date or a number of years that certificates cannot have. */
export class ValidityUnfit extends WattproofError {
  /** @param why A sentence without its full stop. */
  constructor(why: string) {
    super({
      code: "ValidityUnfit",
      message: `${why}.`,
      next: "Write --valid-from as a date from 2000-01-01 to 2099-12-31, and --valid-years as 1 to 10.",
    });
  }
}
