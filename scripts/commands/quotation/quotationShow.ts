import type { Command } from "commander";
import { type PlacedBid, type RequestRecord, readBids } from "../../../deals/index.js";
import { conditionJson, describeCondition, type Hex, milliText } from "../../../protocol/index.js";
import { namesOf } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { requestOn } from "./quotationsHere.js";

/** `wattproof quotation show`: what is asked for, who bid, and how it ended. */
export function addQuotationShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("what is asked for, until when, who bid and revealed, and who won")
    .argument("<request>", "its id", parseBytes32);
  finishCommand(addChainOptions(command), { example: "npx wattproof quotation show 0x…" });
  command.action((request: Hex, flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const { at, asked } = await requestOn(chain, request);
      const bids = await readBids(at, asked);
      const names = await namesOf(chain, [asked.buyer, ...asked.invited, ...bids.map(({ supplier }) => supplier)]);
      printResult({ ...requestJson(asked, bids), block: at.block }, describeRequest(asked, bids, names), flags);
    }),
  );
}

function requestJson(
  { state, quantityMilli, conditions, isSealed, bidCount: _counted, ...asked }: RequestRecord,
  bids: readonly PlacedBid[],
) {
  return {
    ...asked,
    status: state,
    quantity: milliText(quantityMilli),
    conditions: conditions.map(conditionJson),
    sealed: isSealed,
    bids: bids.map(({ supplier, commitment, committedAtS, reveals }) => ({
      ...{ supplier, commitment, committedAtS },
      revealed: revealedWord(reveals),
    })),
  };
}

function describeRequest(asked: RequestRecord, bids: readonly PlacedBid[], names: ReadonlyMap<Hex, string>): string[] {
  const { request, state, buyer, item, quantityMilli, currency, conditions, target, criteria, invited, awarded } =
    asked;
  const party = (account: Hex) => `${names.get(account) || "a former member"} (${account})`;
  return [
    `Request ${request} is ${state}; the negotiation will be ${asked.isSealed ? "sealed" : "public"}.`,
    `  buyer       ${party(buyer)}`,
    `  item        ${item}`,
    `  quantity    ${milliText(quantityMilli)}, priced in ${currency}`,
    ...conditions.map((condition) => `  condition   ${describeCondition(condition)}`),
    ...(target === "" ? [] : [`  target      ${target}`]),
    `  criteria    ${criteria.map(({ name, weight }) => `${name} ${weight} ‰`).join(", ")}`,
    ...(invited.length === 0 ? ["  invited     any member"] : invited.map((each) => `  invited     ${party(each)}`)),
    `  bids        until ${formatInstant(asked.bidsUntilS)}`,
    `  reveals     until ${formatInstant(asked.revealsUntilS)}`,
    `  award       until ${formatInstant(asked.awardUntilS)}`,
    ...bids.map(({ supplier, committedAtS, reveals }) => {
      const revealed = revealedWord(reveals);
      const shown =
        revealed === null ? "not revealed" : `revealed to ${revealed === "openly" ? "everybody" : "the buyer"}`;
      return `  bid         of ${party(supplier)} at ${formatInstant(committedAtS)}, ${shown}`;
    }),
    ...(awarded === null
      ? []
      : [`  awarded     to ${party(awarded)}${state === "awarded" ? "" : ", and nothing came of it"}`]),
  ];
}

/** To whom a bid was revealed, if at all. */
function revealedWord(reveals: PlacedBid["reveals"]): "openly" | "sealed" | null {
  if (reveals.length === 0) return null;
  return reveals.some((reveal) => "signature" in reveal) ? "openly" : "sealed";
}
