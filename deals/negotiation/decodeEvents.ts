import type { LogDescription } from "ethers";
import { lowerHex } from "../../evidence/index.js";
import type { Hex, Opening } from "../../protocol/index.js";
import { NegotiationHistoryBroken, RoundUnreadable } from "../errors.js";
import type { ToldEvent } from "../toldEvents.js";
import type { NegotiationRound } from "./history.js";
import { contentOf, hashesOf, type ToldContent, withTextsAsBytes } from "./toldContent.js";

/** The opening that an event tells of. */
export function openingOf({ args }: LogDescription): Opening {
  const { buyer, seller, isSealed, salt } = args;
  return { buyer: lowerHex(buyer), seller: lowerHex(seller), isSealed, salt: lowerHex(salt) };
}

/** The round that an event tells of; undefined for an event that is no proposal. Throws `NegotiationHistoryBroken`. */
export function roundOf(negotiation: Hex, { event, data, happened }: ToldEvent): NegotiationRound | undefined {
  const { name, args, fragment } = event;
  if (name !== "ProposalMade" && name !== "SealedProposalMade") return undefined;
  const round = {
    round: Number(args.round),
    from: lowerHex(args.from),
    expiresAtS: Number(args.expiresAtS),
    termsHash: lowerHex(args.termsHash),
    happened,
  };
  if (name === "SealedProposalMade") {
    const { noteHash, ciphertext } = args;
    return { ...round, noteHash: lowerHex(noteHash), ciphertext: lowerHex(ciphertext), content: null, unopened: null };
  }
  const { terms, note } = withTextsAsBytes(fragment, data);
  const { termsHash, noteHash } = hashesOf({ terms, note }, () => refused(negotiation));
  if (termsHash !== round.termsHash) {
    throw new NegotiationHistoryBroken(negotiation, `has other terms in round ${round.round} than their hash says`);
  }
  return { ...round, noteHash, ciphertext: "0x", ...readable({ negotiation, ...round }, { terms, note }) };
}

/** What a public round says, or why that cannot be read: its proposer alone decides which bytes it signs. */
function readable(
  round: Pick<NegotiationRound, "round"> & { readonly negotiation: Hex },
  told: ToldContent,
): Pick<NegotiationRound, "content" | "unopened"> {
  const unreadable = (reason: string) => new RoundUnreadable(round, reason);
  try {
    return { content: contentOf(told, () => refused(round.negotiation), unreadable), unopened: null };
  } catch (error) {
    if (!(error instanceof RoundUnreadable)) throw error;
    return { content: null, unopened: error };
  }
}

function refused(negotiation: Hex): NegotiationHistoryBroken {
  return new NegotiationHistoryBroken(negotiation, "has a condition that the contract would have refused");
}
