import { type Hex, quoted, WattproofError } from "../../../protocol/index.js";

/** A contribution's file that cannot be used. */
export class ContributionUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "ContributionUnreadable",
      message: `The contribution's file is unusable: ${reason}.`,
      next: "Use the file that wattproof contribution commit wrote, with the authors' signatures in it.",
      facts: { reason },
    });
  }
}

/** The account is none of the contribution's authors. */
export class ContributionNotAuthor extends WattproofError {
  constructor(path: string, account: Hex) {
    super({
      code: "ContributionNotAuthor",
      message: `${account} is no author of the contribution in ${quoted(path)}.`,
      next: "Sign and register from an author's account.",
      facts: { path, account },
    });
  }
}

/** Authors have not signed yet. */
export class ContributionUnsigned extends WattproofError {
  constructor(path: string, missing: readonly Hex[]) {
    super({
      code: "ContributionUnsigned",
      message: `The contribution in ${quoted(path)} lacks the signatures of ${missing.join(", ")}.`,
      next: "Have each of them run wattproof contribution sign on the file.",
      facts: { path, missing: missing.join(",") },
    });
  }
}

/** Nobody registered this. */
export class ContributionMissing extends WattproofError {
  constructor(what: string) {
    super({
      code: "ContributionMissing",
      message: `Nobody registered ${what}.`,
      next: "Check the id or the file, the node and the Directory.",
      facts: { what },
    });
  }
}
