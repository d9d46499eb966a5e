import {
  type NegotiationHistory,
  type NegotiationRound,
  type NegotiationsAt,
  negotiationsAt,
  type RoundContent,
  readNegotiation,
} from "../../../deals/index.js";
import { read } from "../../../evidence/index.js";
import type { Hex, NegotiationPlace } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { openSealingKey, type SealingFlags } from "../../commandLine/sealingKey.js";
import { NegotiationOfOthers, NotTheirStep, SealingKeyNeeded } from "./errors.js";

/** A deployment's negotiations. */
export interface OffersHere {
  readonly chain: OpenChain;
  readonly at: NegotiationsAt;
  readonly place: NegotiationPlace;
}

/** Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function offersOn(chain: OpenChain): Promise<OffersHere> {
  const negotiations = await chain.contract("Negotiation");
  const at = await negotiationsAt(chain.provider, chain.chainId, negotiations);
  return { chain, at, place: { chainId: chain.chainId, negotiations } };
}

/** A negotiation with its history; a sealed one is opened if a key is named, and only then is its password asked for. @param flags Null to leave it sealed. */
export async function historyOf(
  { at }: OffersHere,
  negotiation: Hex,
  flags: SealingFlags | null,
): Promise<NegotiationHistory> {
  const { isSealed } = await read(`negotiation ${negotiation}`, () => at.contract.negotiationOf(negotiation));
  return readNegotiation(at, negotiation, isSealed && flags !== null ? await openSealingKey(flags) : undefined);
}

/** The last round. */
export function lastRound({ rounds: [first, ...others] }: NegotiationHistory): NegotiationRound {
  return others.at(-1) ?? first;
}

/** Terms and note of the last round. Throws `SealingKeyNeeded`, or why a sealed round does not open. */
export function lastContent(history: NegotiationHistory): RoundContent {
  const { content, unopened, round } = lastRound(history);
  if (content !== null) return content;
  throw unopened ?? new SealingKeyNeeded(history.negotiation, round);
}

/** Makes sure that the account is a party. Throws `NegotiationOfOthers`. */
export function requireParty({ negotiation, opening }: NegotiationHistory, account: Hex): void {
  if (account === opening.buyer || account === opening.seller) return;
  throw new NegotiationOfOthers(negotiation, account);
}

/** Makes sure that a step is the account's to take. Throws `NegotiationOfOthers`, `NotTheirStep`. */
export function requireStepOf(history: NegotiationHistory, account: Hex, step: "accept" | "reject" | "withdraw"): void {
  requireParty(history, account);
  const isOwn = lastRound(history).from === account;
  if (isOwn !== (step === "withdraw")) throw new NotTheirStep(history.negotiation, step);
}
