import { type Command, Option } from "commander";
import type { Delivery } from "../../../deals/index.js";
import { formatInstant } from "../../commandLine/instant.js";
import { harmless, printNote } from "../../commandLine/print.js";
import { MONITOR, requireNotClosed } from "./deliveriesHere.js";
import { parseViolations } from "./deliveryValues.js";
import { describeViolation, violationsCount } from "./deliveryWords.js";
import { addStep } from "./sendStep.js";

interface Flags {
  readonly violations?: number;
}

/** How many violations somebody looked at. */
export function violationsOption(): Option {
  return new Option(
    "--violations <count>",
    "how many you looked at; by default those that stand on stderr now",
  ).argParser(parseViolations);
}

const NAMED = `The violations stand on stderr before anything is sent, and the call names how many there are: one that is recorded meanwhile
refuses it (DeliveryMonitorViolationsChanged). --violations makes sure that they are those you looked at before.`;

const UNARRIVED = `Goods of which nobody said that they arrived are taken to arrive with the confirmation. What that gives up stands on stderr, too.`;

/** `wattproof delivery confirm|waive`: the buyer takes what arrived, or violations that there were. */
export function addAccept(parent: Command): void {
  addStep<Flags>(parent, {
    name: "confirm",
    description: "confirm what arrived, which pays the seller; for the buyer, who waived every violation before",
    example: "--account buyer.json",
    after: `${NAMED}\n${UNARRIVED}`,
    shape: (command) => command.addOption(violationsOption()),
    step({ here: { money }, delivery }, { violations = delivery.violations.length }) {
      requireNotClosed(delivery);
      tellViolations(delivery);
      if (delivery.arrivedAtS === null) tellUnarrived(delivery);
      return {
        says: `Confirm delivery ${delivery.delivery} with ${violationsCount(violations)} and pay the seller ${money(delivery.held)}`,
        data: MONITOR.encodeFunctionData("confirm", [delivery.delivery, violations]),
        done: `The delivery is confirmed, and ${money(delivery.held)} paid to the seller.`,
        result: { violations, toSeller: delivery.held },
      };
    },
  });
  addStep<Flags>(parent, {
    name: "waive",
    description: "accept the violations that there were so far; for the buyer",
    example: "--violations 1 --account buyer.json",
    after: NAMED,
    shape: (command) => command.addOption(violationsOption()),
    step({ delivery }, { violations = delivery.violations.length }) {
      tellViolations(delivery);
      return {
        says: `Accept ${violationsCount(violations)} of delivery ${delivery.delivery}`,
        data: MONITOR.encodeFunctionData("waive", [delivery.delivery, violations]),
        done: `${violationsCount(violations)} accepted.`,
        result: { violations },
      };
    },
  });
}

/** Shows on stderr what somebody is about to accept. */
export function tellViolations(delivery: Delivery): void {
  const { violations, unreported } = delivery;
  const lines = [
    `Delivery ${delivery.delivery} has ${violationsCount(violations.length)}${unreported > 0n ? `, and ${unreported} that a sensor counted and nobody reported` : ""}.`,
    ...violations.map((violation) => `  ${describeViolation(delivery, violation)}`),
  ];
  process.stderr.write(`${lines.map(harmless).join("\n")}\n`);
}

/** Warns on stderr of what a confirmation gives up while the goods are underway. */
function tellUnarrived({ delivery, watches }: Delivery): void {
  printNote(
    `nobody reported that the goods of delivery ${delivery} arrived: by the confirmation they are taken to arrive now, and no later reading counts`,
  );
  const lines = watches.flatMap(({ condition: { field }, sensor, extremes, isSilent, lastAtS }) => {
    if (extremes === null) return [`  nothing was heard of ${field} from sensor ${sensor}`];
    return isSilent ? [`  ${field} is silent since ${formatInstant(lastAtS)}, sensor ${sensor}`] : [];
  });
  process.stderr.write(lines.map((line) => `${harmless(line)}\n`).join(""));
}
