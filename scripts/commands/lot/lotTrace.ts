import { type Command, Option } from "commander";
import { type LotRecord, type RecallTrace, traceDown, traceUp } from "../../../deals/index.js";
import type { Hex } from "../../../protocol/index.js";
import { namesOf } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { lotsOn } from "./lotsHere.js";
import { labelOf, parseLot } from "./lotValues.js";
import { accountsOf, lotJson, lotWords, type Names, partyWords } from "./lotWords.js";

interface Flags extends ReadFlags {
  readonly up?: boolean;
  readonly down?: boolean;
}

/** `wattproof lot trace`: where a lot came from, or what must be recalled with it and who has it. */
export function addLotTrace(parent: Command): void {
  const command: Command = parent
    .command("trace")
    .description("where a lot came from, or everything to be recalled with it")
    .argument("<lot>", "its id, 24 hex digits", parseLot)
    .option("--up", "all that it was made of, and its origins")
    .addOption(new Option("--down", "all that was made of it, what is there still, and who has that").conflicts("up"));
  finishCommand(addChainOptions(command), {
    example: "npx wattproof lot trace 5a… --down",
    after:
      "A lot made of several is in the recall set of each: the chain cannot tell which part of it came from where.",
  });
  command.action((lot: Hex, { up = false, down = false, ...flags }: Flags) => {
    if (!up && !down) command.error("error: give --up, or --down");
    return withChain(flags, async (chain) => {
      const place = await lotsOn(chain);
      const traced = up ? await traceUp(place, lot) : await traceDown(place, lot);
      const { lots } = traced;
      const names = await namesOf(chain, accountsOf(lots));
      const records = (some: readonly LotRecord[]) => some.map((each) => lotJson(each, names));
      const ids = (some: readonly LotRecord[]) => some.map(({ id }) => id);
      const common = { lot, direction: up ? "up" : "down", lots: records(lots), unread: traced.unread };
      if (traced.unread.length > 0) printNote(unreadWords(traced.unread.length));
      if ("origins" in traced) {
        printResult(
          { ...common, origins: ids(traced.origins), block: place.block },
          originLines(lot, lots, traced.origins, names),
          flags,
        );
        return;
      }
      const custodians = [...traced.custodians].map(([account, held]) => ({
        account,
        name: names.get(account) ?? "",
        lots: held,
      }));
      const rest = { present: ids(traced.present), packages: records(traced.packages), custodians };
      printResult({ ...common, ...rest, block: place.block }, recallLines(lot, traced, names), flags);
    });
  });
}

function unreadWords(count: number): string {
  return `This is not all: ${count} more lots that it leads to were not read, nor what follows from them. Trace those, which --json lists as unread.`;
}

function originLines(lot: Hex, lots: readonly LotRecord[], origins: readonly LotRecord[], names: Names): string[] {
  return [
    `Lot ${labelOf(lot)} leads to ${lots.length - 1} other lots and ${origins.length} origins:`,
    ...origins.map((origin) => `  ${lotWords(origin)}, created by ${partyWords(names, origin.maker)}`),
  ];
}

function recallLines(lot: Hex, { lots, present, packages, custodians }: RecallTrace, names: Names): string[] {
  const byId = new Map(present.map((each) => [each.id, each]));
  const held = [...custodians].flatMap(([account, ids]) => [
    `  ${partyWords(names, account)} has`,
    ...ids.flatMap((id) => byId.get(id) ?? []).map((each) => `    ${lotWords(each)}${whereWords(each)}`),
  ]);
  return [
    `With lot ${labelOf(lot)}, ${lots.length} lots are to be recalled; ${present.length} of them are there still.`,
    ...held,
    ...packages.map((each) => `  some of it is in the package ${lotWords(each)}`),
  ];
}

function whereWords({ state, packedIn }: LotRecord): string {
  return `${state === "carried" ? ", on its way" : ""}${packedIn ? `, in ${labelOf(packedIn)}` : ""}`;
}
