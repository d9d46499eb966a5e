import type { Command } from "commander";
import { openedTerms, planValue } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { ABOUT_ACCOUNTS, addAccountOptions } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { harmless } from "../../commandLine/print.js";
import { addSealingOptions } from "../../commandLine/sealingKey.js";
import { agreedTerms } from "./agreedTerms.js";
import { deliveriesOn, MONITOR } from "./deliveriesHere.js";
import type { PlanFlags } from "./deliverySign.js";
import { approveOption, ensureDue } from "./payIn.js";
import { describePlan, dueAtOpening } from "./planWords.js";
import { requireOpenable, requireUnopened } from "./requireOpenable.js";
import { parseSignedPlan } from "./signedPlan.js";

/** What a party that sends itself gives in place of a signature. */
const NO_SIGNATURE = "0x";

const AFTER = `Opening makes the terms readable to all members, except item and target, also those of a sealed negotiation, for which somebody with
a --sealing-key opens. If the plan pays in tokens, the total due is taken from the buyer, who lets the contract take it first:
by delivery sign --approve, or by --approve here if the buyer sends.`;

/** `wattproof delivery open`: relays what both parties signed. */
export function addDeliveryOpen(parent: Command): void {
  const command = parent
    .command("open")
    .description("open the delivery of a plan that both parties signed; anybody may")
    .argument("<file>", "what delivery sign printed, with both signatures; a party that sends need not have signed")
    .addOption(approveOption());
  finishCommand(addAccountOptions(addSealingOptions(command)), {
    example: "npx wattproof delivery open signed.json --approve --account buyer.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((file: string, flags: PlanFlags) =>
    withChain(flags, async (chain) => {
      const signed = parseSignedPlan(readText(file, SMALL_FILE_BYTES));
      const here = await deliveriesOn(chain);
      const { chainId, monitor } = here.at.place;
      requireSignedFor("DeliveryPlanForeign", { chainId, contract: monitor }, signed);
      const { plan, delivery, signatures } = signed;
      await requireUnopened(here, plan.negotiation);
      const terms = await agreedTerms(chain, plan.negotiation, flags);
      await requireOpenable(here, plan, terms);
      const words = describePlan(plan, terms, here.money);
      process.stderr.write(`${[`Delivery ${delivery}:`, ...words].map(harmless).join("\n")}\n`);
      const account = await openAccount(chain, flags);
      const [{ buyer, seller }, due] = [terms, dueAtOpening(plan, terms)];
      const approved = await ensureDue(here, account, { buyer, due, approve: flags.approve ?? false });
      const action = {
        says:
          due === 0n
            ? `Open delivery ${delivery}`
            : `Open delivery ${delivery} and take ${here.money(due)} from ${buyer}`,
        to: monitor,
        data: MONITOR.encodeFunctionData("open", [
          planValue(plan),
          openedTerms(terms),
          signatures.buyer ?? NO_SIGNATURE,
          signatures.seller ?? NO_SIGNATURE,
        ]),
        done: `Delivery ${delivery} is open${due === 0n ? "" : `; ${here.money(due)} is held`}.`,
        result: { delivery, negotiation: plan.negotiation, buyer, seller, held: due, approved },
      };
      await sendAndTell(chain, account, action, flags);
    }),
  );
}
