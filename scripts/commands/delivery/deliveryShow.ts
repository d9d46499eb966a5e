import type { Command } from "commander";
import type { Delivery } from "../../../deals/index.js";
import { asciiWordText, type Hex } from "../../../protocol/index.js";
import { namesOf } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { deliveriesOn, deliveryOf } from "./deliveriesHere.js";
import { describeDelivery } from "./deliveryWords.js";

/** `wattproof delivery show`: a delivery with all its evidence. */
export function addDeliveryShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("show a delivery: what sensors said, every violation, route, milestones and money")
    .argument("<delivery>", "its id", parseBytes32);
  finishCommand(addChainOptions(command), {
    example: "npx wattproof delivery show 0x…",
    after: `Both parties see the same, because there is nothing else. Violations and route come from events and are held against the hash
chains in the contracts' storage: a violation that a node leaves out is named. Warnings are the node's word.`,
  });
  command.action((id: Hex, flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const here = await deliveriesOn(chain);
      const delivery = await deliveryOf(here, id);
      const { buyer, seller, custodian, offeredTo } = delivery;
      const names = await namesOf(chain, [buyer, seller, custodian, ...(offeredTo === null ? [] : [offeredTo])]);
      const { blockTag: block } = here.at;
      printResult({ ...deliveryJson(delivery), block }, describeDelivery(delivery, names, here.money), flags);
    }),
  );
}

/** A delivery for JSON, with the names of milestones in the plan. */
function deliveryJson({ plan, ...delivery }: Delivery) {
  const milestones = plan.milestones.map(({ name, plannedAtS }) => ({ name: asciiWordText(name), plannedAtS }));
  return { ...delivery, open: delivery.violations.length - delivery.waived, plan: { ...plan, milestones } };
}
