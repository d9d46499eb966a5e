import type { Hex } from "../../protocol/index.js";
import { INegotiation__factory } from "../../typechain-types/factories/contracts/interfaces/INegotiation__factory.js";
import { NegotiationHistoryBroken } from "../errors.js";
import { findEvents, type ToldEvent } from "../toldEvents.js";
import type { NegotiationsAt } from "./negotiationsAt.js";

const EVENTS = INegotiation__factory.createInterface();
const OPENED = EVENTS.getEvent("NegotiationOpened").topicHash;

/**
 * All events of a negotiation in their order, the opening first.
 * @throws ChainUnreadable, NegotiationHistoryBroken if the node has no opening of it
 */
export async function findSteps(at: NegotiationsAt, negotiation: Hex): Promise<readonly [ToldEvent, ...ToldEvent[]]> {
  const contracts = new Map([[at.address, EVENTS]]);
  const wish = { of: `negotiation ${negotiation}`, id: negotiation, contracts, opening: OPENED };
  const [first, ...others] = await findEvents(at, wish);
  if (first?.event.name !== "NegotiationOpened") {
    throw new NegotiationHistoryBroken(negotiation, "does not begin with its opening");
  }
  return [first, ...others];
}
