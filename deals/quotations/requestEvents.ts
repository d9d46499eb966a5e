import type { Provider } from "ethers";
import type { Hex, NegotiationPlace } from "../../protocol/index.js";
import { IQuotations__factory } from "../../typechain-types/factories/contracts/interfaces/IQuotations__factory.js";
import { findEvents, type ToldEvent } from "../toldEvents.js";

const QUOTATIONS = IQuotations__factory.createInterface();
const { topicHash: opening } = QUOTATIONS.getEvent("QuotationRequested");

/** Where requests are read, all as of one block. */
export interface QuotationsAt {
  readonly provider: Provider;
  /** Address of `Quotations`. */
  readonly quotations: Hex;
  /** Where its awards lead to. */
  readonly place: NegotiationPlace;
  readonly block: number;
}

/** What the node tells of a request, in its order. Throws `ChainUnreadable`. */
export function findRequestEvents({ provider, quotations, block }: QuotationsAt, request: Hex): Promise<ToldEvent[]> {
  const contracts = new Map([[quotations, QUOTATIONS]]);
  return findEvents({ provider, blockTag: block }, { of: `request ${request}`, id: request, contracts, opening });
}
