import type { Command } from "commander";
import {
  DELIVERY_TYPES,
  deliveryDomain,
  deliveryIdOf,
  newSalt,
  parsePlan,
  planValue,
  wholePlan,
} from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { signTold } from "../../chain/signTold.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { addSealingOptions, type SealingFlags } from "../../commandLine/sealingKey.js";
import { agreedTerms, partyOf } from "./agreedTerms.js";
import { type DeliveriesHere, deliveriesOn } from "./deliveriesHere.js";
import { approveOption, ensureDue, meansOf } from "./payIn.js";
import { describePlan, dueAtOpening } from "./planWords.js";
import { requireOpenable, requireUnopened } from "./requireOpenable.js";
import { parseSignedPlan, type SignedPlan, signedPlanJson } from "./signedPlan.js";

export interface PlanFlags extends WriteFlags, SealingFlags {
  readonly passwordFile?: string;
  readonly approve?: boolean;
}

const AFTER = `The file is a JSON object with negotiation, start, end, confirmWithin, watches and paysInTokens, and perhaps custodian (the seller),
arbiter (nobody), heartbeat (silence is not watched), milestones, lots and salt (docs/deliveries.md). What is agreed to stands on
stderr, with the terms from the negotiation's history. The signed plan goes to stdout: save it and let the other party sign that
file; wattproof delivery open takes it with both signatures. For a sealed negotiation, name your --sealing-key.`;

/** `wattproof delivery sign`: one party signs the plan, or adds its signature to the other's. */
export function addDeliverySign(parent: Command): void {
  const command = parent
    .command("sign")
    .description("sign a delivery's plan, or add your signature to the other party's")
    .argument("<file>", "the plan in JSON, or what the other party's sign printed")
    .addOption(approveOption());
  finishCommand(addAccountOptions(addSealingOptions(command)), {
    example: "npx wattproof delivery sign plan.json --account seller.json > signed.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((file: string, flags: PlanFlags) =>
    withChain(flags, async (chain) => {
      const text = readText(file, SMALL_FILE_BYTES);
      const here = await deliveriesOn(chain);
      const given = hasSchema(text) ? parseSignedPlan(text) : parsePlan(text);
      const { negotiation } = "plan" in given ? given.plan : given;
      await requireUnopened(here, negotiation);
      const terms = await agreedTerms(chain, negotiation, flags);
      const signed = "plan" in given ? given : unsigned(here, wholePlan(given, { ...terms, salt: newSalt() }));
      requireSignedFor("DeliveryPlanForeign", unsigned(here, signed.plan), signed);
      const { plan, delivery, signatures } = signed;
      await requireOpenable(here, plan, terms);
      const account = await openAccount(chain, flags);
      const party = partyOf(account.address, terms);
      const due = dueAtOpening(plan, terms);
      const signature = await signTold(chain, account, {
        says: `As the ${party}, have this delivered as ${delivery}`,
        details: describePlan(plan, terms, here.money),
        typed: { domain: deliveryDomain(here.at.place), types: DELIVERY_TYPES.DeliveryPlan, value: planValue(plan) },
      });
      if (party === "buyer") await readyToPay(here, { account, due, approve: flags.approve ?? false });
      // It goes into a file, so it is JSON in any case.
      printResult(signedPlanJson({ ...signed, signatures: { ...signatures, [party]: signature } }), [], { json: true });
    }),
  );
}

function unsigned({ at: { place } }: DeliveriesHere, plan: SignedPlan["plan"]): SignedPlan {
  const { chainId, monitor: contract } = place;
  return { chainId, contract, delivery: deliveryIdOf(place, plan), plan, signatures: { buyer: null, seller: null } };
}

/** The buyer allows what it signed to pay, or is told that it did not yet. */
async function readyToPay(
  here: DeliveriesHere,
  { account, due, approve }: { account: Parameters<typeof ensureDue>[1]; due: bigint; approve: boolean },
): Promise<void> {
  const buyer = account.address;
  if (approve) await ensureDue(here, account, { buyer, due, approve });
  else if ((await meansOf(here, buyer)).allowed < due) {
    printNote(`the opening takes ${here.money(due)}, which the contract may not take yet: allow it with --approve`);
  }
}

/** Whether a text is what a command printed. */
function hasSchema(text: string): boolean {
  try {
    return Object.hasOwn(Object(JSON.parse(text)), "schema");
  } catch {
    // The plan's own reader says what is wrong with it.
    return false;
  }
}
