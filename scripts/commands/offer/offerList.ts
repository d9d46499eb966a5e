import { type Command, Option } from "commander";
import { NEGOTIATION_STATES, type NegotiationState } from "../../../protocol/index.js";
import { addressOfMember, type MemberName, namesOf, parseMember } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { offersOn } from "./offersHere.js";
import { type ListedNegotiation, readOffers } from "./readOffers.js";

interface Flags extends ReadFlags {
  readonly party?: MemberName;
  readonly status?: NegotiationState;
}

/** `wattproof offer list`: negotiations and where they are. */
export function addOfferList(parent: Command): void {
  const command = parent
    .command("list")
    .description("list negotiations: who with whom, where they are, whose turn it is")
    .addOption(new Option("--party <member>", "only those of this buyer or seller").argParser(parseMember))
    .addOption(new Option("--status <status>", "only these").choices(NEGOTIATION_STATES.slice(1)));
  finishCommand(addChainOptions(command), { example: 'npx wattproof offer list --party "Machine Builder"' });
  command.action(({ party, status, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const here = await offersOn(chain);
      const all = await readOffers(here, party && (await addressOfMember(chain, party)));
      const negotiations = all.filter((each) => status === undefined || each.status === status);
      const names = await namesOf(
        chain,
        negotiations.flatMap(({ buyer, seller }) => [buyer, seller]),
      );
      const lines = negotiations.map((each) => describe(each, names));
      const { blockTag: block } = here.at;
      printResult({ negotiations, block }, lines.length === 0 ? ["There is no such negotiation."] : lines, flags);
    }),
  );
}

function describe(listed: ListedNegotiation, names: ReadonlyMap<string, string>): string {
  const { negotiation, buyer, seller, isSealed, status, rounds, proposedLast, expiresAtS } = listed;
  const parties = `${names.get(buyer) || buyer} buys from ${names.get(seller) || seller}`;
  const turn = `the ${proposedLast} proposed last, until ${formatInstant(expiresAtS)}`;
  return `${negotiation} ${status}${isSealed ? ", sealed" : ""}: ${parties}, round ${rounds}${status === "open" ? `; ${turn}` : ""}`;
}
