import type { Log } from "ethers";
import { blockRanges, lowerHex, mapBounded, read, wordOf } from "../../../evidence/index.js";
import { type Hex, NEGOTIATION_STATES, type NegotiationState } from "../../../protocol/index.js";
import { INegotiation__factory } from "../../../typechain-types/factories/contracts/interfaces/INegotiation__factory.js";
import type { OffersHere } from "./offersHere.js";

/** A negotiation in a list. */
export interface ListedNegotiation {
  readonly negotiation: Hex;
  readonly buyer: Hex;
  readonly seller: Hex;
  readonly isSealed: boolean;
  readonly status: NegotiationState;
  readonly rounds: number;
  readonly proposedLast: "buyer" | "seller";
  readonly termsHash: Hex;
  /** Unix seconds. */
  readonly expiresAtS: number;
}

const EVENTS = INegotiation__factory.createInterface();
const OPENED = EVENTS.getEvent("NegotiationOpened").topicHash;
const WORD_DIGITS = 64;

/** Every negotiation, or every one of a party on either side, oldest first. Throws `ChainUnreadable`. */
export async function readOffers({ at }: OffersHere, party: Hex | undefined): Promise<ListedNegotiation[]> {
  const word = party && `0x${party.slice(2).padStart(WORD_DIGITS, "0")}`;
  const wishes =
    word === undefined
      ? [[OPENED]]
      : [
          [OPENED, null, word],
          [OPENED, null, null, word],
        ];
  const logs: Log[] = [];
  for (const { from, to } of blockRanges(at.blockTag)) {
    for (const topics of wishes) {
      const filter = { address: at.address, topics, fromBlock: from, toBlock: to };
      logs.push(...(await read("the negotiations", () => at.provider.getLogs(filter))));
    }
  }
  logs.sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
  return mapBounded(
    logs.map(({ topics }) => lowerHex(topics[1] ?? "")),
    (negotiation) => readListed(at, negotiation),
  );
}

async function readListed({ contract, blockTag }: OffersHere["at"], negotiation: Hex): Promise<ListedNegotiation> {
  const [info, state] = await read(`negotiation ${negotiation}`, () =>
    Promise.all([contract.negotiationOf(negotiation, { blockTag }), contract.stateOf(negotiation, { blockTag })]),
  );
  return {
    negotiation,
    buyer: lowerHex(info.buyer),
    seller: lowerHex(info.seller),
    isSealed: info.isSealed,
    status: wordOf(NEGOTIATION_STATES, state, `the state of negotiation ${negotiation}`),
    rounds: Number(info.round),
    proposedLast: info.buyerProposedLast ? "buyer" : "seller",
    termsHash: lowerHex(info.termsHash),
    expiresAtS: Number(info.expiresAtS),
  };
}
