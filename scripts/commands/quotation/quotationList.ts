import { type Command, Option } from "commander";
import { NO_TEXT, toldText } from "../../../deals/index.js";
import { blockRanges, lowerHex, mapBounded, read, wordOf } from "../../../evidence/index.js";
import { type Hex, QUOTATION_STATES, type QuotationState } from "../../../protocol/index.js";
import { Quotations__factory } from "../../../typechain-types/factories/contracts/Quotations__factory.js";
import { addressOfMember, type MemberName, namesOf, parseMember } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { type QuotationsHere, quotationsOn } from "./quotationsHere.js";

interface Flags extends ReadFlags {
  readonly buyer?: MemberName;
  readonly supplier?: MemberName;
  readonly status?: QuotationState;
}

/** A request in a list. */
interface ListedRequest {
  readonly request: Hex;
  readonly buyer: Hex;
  readonly item: string;
  readonly status: QuotationState;
  readonly isTender: boolean;
  readonly isSealed: boolean;
  readonly bidsUntilS: number;
  readonly revealsUntilS: number;
  readonly awardUntilS: number;
}

/** `wattproof quotation list`: requests and where they are. */
export function addQuotationList(parent: Command): void {
  const command = parent
    .command("list")
    .description("list requests for quotation: who asks for what, and until when")
    .addOption(new Option("--buyer <member>", "only this member's").argParser(parseMember))
    .addOption(new Option("--supplier <member>", "only those on which this member may bid").argParser(parseMember))
    .addOption(new Option("--status <status>", "only these").choices(QUOTATION_STATES.slice(1)));
  finishCommand(addChainOptions(command), {
    example: 'npx wattproof quotation list --supplier "Laser Works" --status bidding',
  });
  command.action(({ buyer, supplier, status, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const here = await quotationsOn(chain);
      const by = buyer && (await addressOfMember(chain, buyer));
      const open = supplier && (await addressOfMember(chain, supplier));
      const all = await readListed(here, by, open);
      const requests = all.filter((each) => status === undefined || each.status === status);
      const names = await namesOf(
        chain,
        requests.map((each) => each.buyer),
      );
      const lines = requests.map((each) => describe(each, names));
      const { block } = here.at;
      printResult({ requests, block }, lines.length === 0 ? ["There is no such request."] : lines, flags);
    }),
  );
}

/** Every request, the oldest first; what its buyer wrote that is no text keeps nobody from the others. @param supplier Only those on which it may bid. */
export async function readListed(
  { at }: Pick<QuotationsHere, "at">,
  buyer: Hex | undefined,
  supplier: Hex | undefined,
): Promise<ListedRequest[]> {
  const contract = Quotations__factory.connect(at.quotations, at.provider);
  const filter = contract.filters.QuotationRequested(undefined, buyer);
  const told: { readonly request: Hex; readonly buyer: Hex; readonly item: string }[] = [];
  for (const { from, to } of blockRanges(at.block)) {
    const events = await read("the requests", () => contract.queryFilter(filter, from, to));
    for (const { args } of events) {
      const item = toldText(() => args.requested.item) ?? NO_TEXT;
      told.push({ request: lowerHex(args.request), buyer: lowerHex(args.buyer), item });
    }
  }
  const blockTag = at.block;
  const listed = await mapBounded(told, async (each) => {
    const { request } = each;
    const [info, state, mayBid] = await read(`request ${request}`, () =>
      Promise.all([
        contract.quotationOf(request, { blockTag }),
        contract.stateOf(request, { blockTag }),
        supplier === undefined || contract.isInvited(request, supplier, { blockTag }),
      ]),
    );
    if (!mayBid || each.buyer === supplier) return undefined;
    return {
      ...each,
      status: wordOf(QUOTATION_STATES, state, `the state of request ${request}`),
      isTender: info.isTender,
      isSealed: info.isSealed,
      bidsUntilS: Number(info.bidsUntilS),
      revealsUntilS: Number(info.revealsUntilS),
      awardUntilS: Number(info.awardUntilS),
    };
  });
  return listed.filter((each) => each !== undefined);
}

const DEADLINES: Partial<Record<QuotationState, "bidsUntilS" | "revealsUntilS" | "awardUntilS">> = {
  bidding: "bidsUntilS",
  revealing: "revealsUntilS",
  deciding: "awardUntilS",
};

function describe(listed: ListedRequest, names: ReadonlyMap<Hex, string>): string {
  const { request, buyer, item, status, isTender, isSealed } = listed;
  const deadline = DEADLINES[status];
  const until = deadline === undefined ? "" : ` until ${formatInstant(listed[deadline])}`;
  const how = `${isTender ? ", a tender" : ""}${isSealed ? ", sealed" : ""}`;
  return `${request} ${status}${until}${how}: ${names.get(buyer) || buyer} asks for ${item}`;
}
