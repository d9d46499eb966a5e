import type { Command } from "commander";
import type { RankedBid } from "../../../deals/index.js";
import { decimalText, type Hex, offerJson, PRICE_DECIMALS, totalDue } from "../../../protocol/index.js";
import { namesOf } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { openSealingKey } from "../../commandLine/sealingKey.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { addOfferReadOptions, type OfferReadFlags } from "../offer/offerOptions.js";
import { moneyWords } from "../offer/offerWords.js";
import { type ComparableBid, compareBids } from "./compareBids.js";
import { requestOn } from "./quotationsHere.js";

const MILLION_DECIMALS = 6;

const AFTER = `Bids are ranked by the request's criteria and weights; reputation is what it was when bids closed (docs/quotations.md). A bid that
does not open, is in another currency or could not be awarded is listed with the reason, and not ranked.`;

/** `wattproof quotation compare`: opens and ranks the bids. */
export function addQuotationCompare(parent: Command): void {
  const command = parent
    .command("compare")
    .description("open the revealed bids and rank them by the request's criteria")
    .argument("<request>", "its id", parseBytes32);
  finishCommand(addOfferReadOptions(command), {
    example: "npx wattproof quotation compare 0x… --sealing-key sealing.json",
    after: AFTER,
  });
  command.action((request: Hex, flags: OfferReadFlags) =>
    withChain(flags, async (chain) => {
      const here = await requestOn(chain, request);
      const { ranked, unusable, unrevealed } = await compareBids(here, await openSealingKey(flags));
      const suppliers = [...ranked, ...unusable].map(({ supplier }) => supplier);
      const names = await namesOf(chain, [...suppliers, ...unrevealed]);
      const called = (supplier: Hex) => `${names.get(supplier) || "a former member"} (${supplier})`;
      const lines = [
        ...ranked.flatMap((bid, at) => describeBid(bid, at + 1, called(bid.supplier))),
        ...unusable.map(({ supplier, reason }) => `not ranked: ${called(supplier)}: ${reason.message}`),
        ...unrevealed.map((supplier) => `not revealed: ${called(supplier)}`),
      ];
      const result = {
        request,
        status: here.asked.state,
        criteria: here.asked.criteria,
        ranking: ranked.map((bid) => bidJson(bid, names.get(bid.supplier) ?? "")),
        unusable: unusable.map(({ supplier, reason: { code, message } }) => ({ supplier, code, message })),
        unrevealed,
        block: here.at.block,
      };
      printResult(result, lines.length === 0 ? ["Nobody bid."] : lines, flags);
    }),
  );
}

function describeBid(bid: RankedBid<ComparableBid>, place: number, name: string): string[] {
  const { offer, opened, deviations } = bid;
  const score = decimalText(bid.score, MILLION_DECIMALS);
  return [
    `${place}. ${name}, score ${score}`,
    `  price       ${moneyWords(offer.priceMicro, offer.currency)} per unit, ${moneyWords(totalDue(offer), offer.currency)} in all`,
    `  reputation  ${decimalText(bid.reputation, MILLION_DECIMALS)}`,
    ...deviations.map((deviation) => `  differs     ${deviation}`),
    ...(opened.note.text === "" ? [] : [`  note        ${opened.note.text}`]),
  ];
}

function bidJson(bid: RankedBid<ComparableBid>, name: string) {
  const { supplier, score, reputation, offer, committedAtS, commitment, deviations, opened } = bid;
  return {
    supplier,
    name,
    score: decimalText(score, MILLION_DECIMALS),
    reputation: decimalText(reputation, MILLION_DECIMALS),
    terms: offerJson(offer),
    total: decimalText(totalDue(offer), PRICE_DECIMALS),
    note: opened.note.text,
    deviations,
    committedAtS,
    commitment,
    negotiation: opened.step.negotiation,
    expiresAtS: opened.step.expiresAtS,
  };
}
