import type { Hex, NegotiationState, Note, Opening, Terms, WattproofError } from "../../protocol/index.js";
import type { Happened } from "../toldEvents.js";

/** One proposal of a negotiation. */
export interface NegotiationRound {
  /** From 1. */
  readonly round: number;
  /** The party that proposed. */
  readonly from: Hex;
  /** Last second at which it can, or could, be accepted, Unix seconds. */
  readonly expiresAtS: number;
  readonly termsHash: Hex;
  readonly noteHash: Hex;
  /** Empty in a public negotiation. */
  readonly ciphertext: Hex;
  /** Terms and note; null if they are sealed and were not opened, or hold text that is none. */
  readonly content: { readonly terms: Terms; readonly note: Note } | null;
  /** Why the key that was given did not open what is sealed, or why what is public cannot be read. */
  readonly unopened: WattproofError | null;
  readonly happened: Happened;
}

/** How a negotiation came to its end. */
export interface NegotiationEnd {
  /** Who accepted, rejected or withdrew; null if time ended it. */
  readonly by: Hex | null;
  readonly happened: Happened;
}

/** A negotiation with all that happened in it, as of one block. */
export interface NegotiationHistory {
  readonly negotiation: Hex;
  readonly opening: Opening;
  readonly state: NegotiationState;
  /** Hash chain over all signed steps, as the contract has it. */
  readonly head: Hex;
  readonly rounds: readonly [NegotiationRound, ...NegotiationRound[]];
  /** Null while it is open, and where its time is over without anybody having said so. */
  readonly end: NegotiationEnd | null;
}
