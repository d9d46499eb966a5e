import type { Hex, Terms } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import type { SealingFlags } from "../../commandLine/sealingKey.js";
import { historyOf, lastContent, offersOn } from "../offer/offersHere.js";
import { DeliveryNotAgreed, DeliveryOfOthers } from "./errors.js";
import type { Party } from "./signedPlan.js";

/**
 * The terms that a negotiation's parties agreed on, from its history.
 * @throws DeliveryNotAgreed, SealingKeyNeeded, and what `readNegotiation` throws
 */
export async function agreedTerms(chain: OpenChain, negotiation: Hex, flags: SealingFlags): Promise<Terms> {
  const history = await historyOf(await offersOn(chain), negotiation, flags);
  if (history.state !== "accepted") throw new DeliveryNotAgreed(negotiation, history.state);
  return lastContent(history).terms;
}

/** Which side an account is on. Throws `DeliveryOfOthers`. */
export function partyOf(account: Hex, parties: { readonly buyer: Hex; readonly seller: Hex }): Party {
  if (account === parties.buyer) return "buyer";
  if (account === parties.seller) return "seller";
  throw new DeliveryOfOthers(account, parties);
}
