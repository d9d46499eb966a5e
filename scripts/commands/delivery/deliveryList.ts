import { type Command, Option } from "commander";
import { DELIVERY_STATES, type DeliveryState } from "../../../protocol/index.js";
import { addressOfMember, type MemberName, namesOf, parseMember } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { deliveriesOn } from "./deliveriesHere.js";
import { violationsCount } from "./deliveryWords.js";
import { type ListedDelivery, readDeliveries } from "./readDeliveries.js";

interface Flags extends ReadFlags {
  readonly party?: MemberName;
  readonly state?: DeliveryState;
}

/** `wattproof delivery list`: deliveries and where they are. */
export function addDeliveryList(parent: Command): void {
  const command = parent
    .command("list")
    .description("list deliveries: from whom to whom, where they are, what stands against them")
    .addOption(new Option("--party <member>", "only those of this buyer or seller").argParser(parseMember))
    .addOption(new Option("--state <state>", "only these").choices(DELIVERY_STATES.slice(1)));
  finishCommand(addChainOptions(command), { example: 'npx wattproof delivery list --party "Machine Builder"' });
  command.action(({ party, state, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const here = await deliveriesOn(chain);
      const all = await readDeliveries(here, party && (await addressOfMember(chain, party)));
      const deliveries = all.filter((each) => state === undefined || each.state === state);
      const names = await namesOf(
        chain,
        deliveries.flatMap(({ buyer, seller }) => [buyer, seller]),
      );
      const lines = deliveries.map((each) => describe(each, names, here.money));
      const { blockTag: block } = here.at;
      printResult({ deliveries, block }, lines.length === 0 ? ["There is no such delivery."] : lines, flags);
    }),
  );
}

function describe(
  { delivery, buyer, seller, state, endS, violations, waived, unreported, held }: ListedDelivery,
  names: ReadonlyMap<string, string>,
  money: (units: bigint) => string,
): string {
  const parties = `${names.get(seller) || seller} delivers to ${names.get(buyer) || buyer}`;
  const standing = `${violationsCount(violations)}, ${waived} waived${unreported > 0n ? `, ${unreported} unreported` : ""}`;
  return `${delivery} ${state}: ${parties} until ${formatInstant(endS)}; ${standing}; ${held > 0n ? `${money(held)} held` : "no money held"}`;
}
