import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";

/** Bytes that are no `extraData` of a QBFT or IBFT 2.0 block. */
export class ExtraDataInvalid extends WattproofError {
  constructor(consensus: string, reason: string) {
    super({
      code: "ExtraDataInvalid",
      message: `The bytes are no extraData of a block of ${consensus}: ${reason}.`,
      next: "Check which consensus the chain runs, and read the header again from a node.",
      facts: { consensus, reason },
    });
  }
}

/** A block header that no node would write. */
export class HeaderInvalid extends WattproofError {
  constructor(reason: string) {
    super({
      code: "HeaderInvalid",
      message: `The block header cannot be read: ${reason}.`,
      next: "Read the block again from a node.",
      facts: { reason },
    });
  }
}

/** A node says another hash of a block than its header has. */
export class HeaderHashDiffers extends WattproofError {
  constructor(number: bigint, said: Hex, computed: Hex) {
    super({
      code: "HeaderHashDiffers",
      message: `The node says that block ${number} has the hash ${said}, but its header has ${computed}.`,
      next: "Check which consensus the chain runs; if it is right, do not trust this node, or use a release of Wattproof that knows the header's newer members.",
      facts: { number, said, computed },
    });
  }
}

/** Addresses that cannot be a chain's validators. */
export class ValidatorSetInvalid extends WattproofError {
  constructor(reason: string) {
    super({
      code: "ValidatorSetInvalid",
      message: `The addresses are no set of validators: ${reason}.`,
      next: "Give each validator's address once, none of them zero.",
      facts: { reason },
    });
  }
}

/** A block names other validators than those that were to seal it. */
export class ValidatorsDiffer extends WattproofError {
  constructor(number: bigint, reason: string) {
    super({
      code: "ValidatorsDiffer",
      message: `Block ${number} names other validators than those given: ${reason}.`,
      next: "Compare the history of validators with that of the other members of the consortium.",
      facts: { number, reason },
    });
  }
}

/** A committed seal that leads to no key. */
export class SealMalformed extends WattproofError {
  constructor(number: bigint, index: number) {
    super({
      code: "SealMalformed",
      message: `Seal ${index} of block ${number} is no signature.`,
      next: "Read the block again from a node.",
      facts: { number, index },
    });
  }
}

/** A seal by somebody who is no validator, which is also what a seal over another header looks like. */
export class SealerUnknown extends WattproofError {
  constructor(number: bigint, signer: Hex) {
    super({
      code: "SealerUnknown",
      message: `Block ${number} has a seal that leads to ${signer}, who is none of its validators.`,
      next: "Do not trust where the header came from; read the block from another node.",
      facts: { number, signer },
    });
  }
}

/** Two seals of one validator in one block. */
export class SealDuplicated extends WattproofError {
  constructor(number: bigint, signer: Hex) {
    super({
      code: "SealDuplicated",
      message: `Block ${number} has two seals of ${signer}.`,
      next: "Do not trust where the header came from; read the block from another node.",
      facts: { number, signer },
    });
  }
}

/** Fewer seals than make a block final. */
export class QuorumMissing extends WattproofError {
  constructor(number: bigint, sealed: number, quorum: number, validators: number) {
    super({
      code: "QuorumMissing",
      message: `Block ${number} has ${sealed} seals; ${quorum} of its ${validators} validators make a block final.`,
      next: "Do not trust where the header came from; read the block from another node.",
      facts: { number, sealed, quorum, validators },
    });
  }
}
