import { type QuotationsAt, type RequestRecord, readRequest } from "../../../deals/index.js";
import type { Hex } from "../../../protocol/index.js";
import { Quotations__factory } from "../../../typechain-types/factories/contracts/Quotations__factory.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";
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

/** A step of a request and what to say of it. */
export interface QuotationStep {
  /** As an imperative sentence without its full stop. */
  readonly says: string;
  readonly data: string;
  readonly done: string;
  /** What JSON has of it. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** Sends a step and prints what came of it. Throws what `transact` throws. */
export async function sendStep(
  { chain, at }: QuotationsHere,
  account: ChainAccount,
  { says, data, done, result }: QuotationStep,
  flags: PrintOptions,
): Promise<void> {
  const { hash, blockNumber } = await transact(chain, account, { says, to: at.quotations, data });
  printResult(
    { ...result, transaction: hash, block: blockNumber },
    [done, `  transaction ${hash} in block ${blockNumber}`],
    flags,
  );
}
