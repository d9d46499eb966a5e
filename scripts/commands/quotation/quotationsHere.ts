import { type QuotationsAt, type RequestRecord, readRequest } from "../../../deals/index.js";
import type { Hex } from "../../../protocol/index.js";
import { Quotations__factory } from "../../../typechain-types/factories/contracts/Quotations__factory.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { sendAndTell, type ToldAction } from "../../chain/sendAndTell.js";
import type { PrintOptions } from "../../commandLine/print.js";
import { type OffersHere, offersOn } from "../offer/offersHere.js";

export const QUOTATIONS = Quotations__factory.createInterface();

/** A deployment's requests for quotation, and the negotiations that they lead to. */
export interface QuotationsHere {
  readonly chain: OpenChain;
  readonly at: QuotationsAt;
  readonly offers: OffersHere;
}

/** Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function quotationsOn(chain: OpenChain): Promise<QuotationsHere> {
  const offers = await offersOn(chain);
  const quotations = await chain.contract("Quotations");
  const { blockTag: block } = offers.at;
  return { chain, offers, at: { provider: chain.provider, quotations, place: offers.place, block } };
}

/** Opens the deployment and a request. Throws `QuotationUnknown`, `QuotationHistoryBroken`. */
export async function requestOn(chain: OpenChain, request: Hex): Promise<QuotationsHere & { asked: RequestRecord }> {
  const here = await quotationsOn(chain);
  return { ...here, asked: await readRequest(here.at, request) };
}

/** Sends a call about requests and prints what came of it. Throws what `sendAndTell` throws. */
export function sendStep(
  { chain, at }: QuotationsHere,
  account: ChainAccount,
  step: Omit<ToldAction, "to">,
  flags: PrintOptions,
): Promise<void> {
  return sendAndTell(chain, account, { ...step, to: at.quotations }, flags);
}
