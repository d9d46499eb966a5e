import { WattproofError } from "../../protocol/errors.js";

/** The node will not take a transaction, however often it is sent. */
export class TransactionRefused extends WattproofError {
  constructor(job: string, reason: string, cause: unknown) {
    super({
      code: "TransactionRefused",
      message: `The node refuses the transaction for ${job}: ${reason}.`,
      next: "Check the account's balance, the gas price and the chain's gas limits, then start the oracle again.",
      facts: { job, reason },
      cause,
    });
  }
}

/** The relayer was closed before the transaction's fate was known; it is on the disk and goes on after a restart. */
export class RelayerClosed extends WattproofError {
  constructor(job: string) {
    super({
      code: "RelayerClosed",
      message: `The relayer was closed before the transaction for ${job} was final.`,
      next: "Start the oracle again on the same state: it goes on where it stopped.",
      facts: { job },
    });
  }
}
