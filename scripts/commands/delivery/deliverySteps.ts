import { type Command, InvalidArgumentError, Option } from "commander";
import type { Delivery } from "../../../deals/index.js";
import { asciiWordOf, type Hex } from "../../../protocol/index.js";
import { addressOfMember, type MemberName, parseMember } from "../../chain/members.js";
import { keccakFile } from "../../commandLine/hashFile.js";
import { formatInstant, parseInstant } from "../../commandLine/instant.js";
import { parseMoney } from "../../commandLine/money.js";
import { type Coordinates, coordinatesText, parseCoordinates } from "./coordinates.js";
import { MONITOR } from "./deliveriesHere.js";
import { DeliveryMilestoneUnclear } from "./errors.js";
import { addStep } from "./sendStep.js";

/** `offer-custody` and `accept-custody`: custody passes from a member to another. */
export function addCustody(parent: Command): void {
  addStep<{ to: MemberName }>(parent, {
    name: "offer-custody",
    description:
      "offer the goods to another member but the buyer, who takes them with delivery accept-custody; for who has them",
    example: '--to "Cold Carrier" --account seller.json',
    shape: (command) =>
      command.addOption(
        new Option("--to <member>", "who is to have them: an address or a name")
          .argParser(parseMember)
          .makeOptionMandatory(),
      ),
    async step({ here, delivery: { delivery } }, { to }) {
      const member = await addressOfMember(here.chain, to);
      return {
        says: `Offer the goods of delivery ${delivery} to ${member}`,
        data: MONITOR.encodeFunctionData("offerCustody", [delivery, member]),
        done: `The goods are offered to ${member}, who takes them with wattproof delivery accept-custody.`,
        result: { offeredTo: member },
      };
    },
  });
  addStep(parent, {
    name: "accept-custody",
    description: "take the goods that were offered to you, by the plan or by who has them, with their lots",
    example: "--account carrier.json",
    step: ({ delivery: { delivery, custodian }, account }) => ({
      says: `Take the goods of delivery ${delivery} from ${custodian}`,
      data: MONITOR.encodeFunctionData("acceptCustody", [delivery]),
      done: `${account.address} has the goods of delivery ${delivery} now.`,
      result: { custodian: account.address, from: custodian },
    }),
  });
}

interface RouteFlags {
  readonly place: Hex;
  readonly at: Coordinates;
  readonly time?: number;
}

/** `route`: where the goods are. */
export function addRoute(parent: Command): void {
  addStep<RouteFlags>(parent, {
    name: "route",
    description: "say where the goods are or were; for who has them",
    example: "--place NOOSL --at 59.9,10.7 --account carrier.json",
    shape: (command) =>
      command
        .addOption(
          new Option("--place <code>", "code of the place, such as its UN/LOCODE")
            .argParser(parsePlace)
            .makeOptionMandatory(),
        )
        .addOption(
          new Option("--at <lat,lon>", "degrees north and east").argParser(parseCoordinates).makeOptionMandatory(),
        )
        .addOption(new Option("--time <instant>", "when, in UTC; now by default").argParser(parseInstant)),
    step({ here, delivery: { delivery } }, { place, at, time = here.at.nowS }) {
      const where = coordinatesText(at);
      return {
        says: `Say that the goods of delivery ${delivery} were at ${where} at ${formatInstant(time)}`,
        data: MONITOR.encodeFunctionData("addRoutePoint", [delivery, { place, ...at, atS: time }]),
        done: `The route has ${where} at ${formatInstant(time)}.`,
        result: { place, ...at, atS: time },
      };
    },
  });
}

function parsePlace(text: string): Hex {
  const word = asciiWordOf(text);
  if (word === undefined) throw new InvalidArgumentError("It is 1 to 32 printable ASCII characters, such as NOOSL.");
  return word;
}

/** `reach`: a milestone. */
export function addReach(parent: Command): void {
  addStep(parent, {
    name: "reach",
    description: "mark a milestone as reached now; for the seller and who has the goods",
    example: "loaded --account seller.json",
    shape: (command) => command.argument("<milestone>", "its name, or its number in the plan, from 1"),
    step({ delivery }, _, text = "") {
      const at = milestoneAt(delivery, text);
      const name = delivery.milestones[at]?.name ?? text;
      return {
        says: `Mark milestone ${name} of delivery ${delivery.delivery} as reached now`,
        data: MONITOR.encodeFunctionData("reachMilestone", [delivery.delivery, at]),
        done: `Milestone ${name} is reached.`,
        result: { milestone: name, number: at + 1 },
      };
    },
  });
}

/** Position of a milestone, from zero. Throws `DeliveryMilestoneUnclear`. */
function milestoneAt({ delivery, milestones }: Delivery, text: string): number {
  const called = milestones.flatMap(({ name }, at) => (name === text ? [at] : []));
  const [only, ...others] = called;
  if (only !== undefined && others.length === 0) return only;
  const number = called.length === 0 && /^[1-9][0-9]?$/.test(text) ? Number(text) : 0;
  if (number === 0 || number > milestones.length) throw new DeliveryMilestoneUnclear(delivery, text, called.length);
  return number - 1;
}

interface DisputeFlags {
  readonly statement: string;
}

/** `dispute` and `decide`: when the parties do not agree. */
export function addDispute(parent: Command): void {
  addStep<DisputeFlags>(parent, {
    name: "dispute",
    description: "dispute what arrived, or after the end what did not yet; for buyer and seller",
    example: "--statement complaint.pdf --account buyer.json",
    after: `Only the hash of the statement (keccak-256 of the file) is published: keep the file, and give it to the arbiter.`,
    shape: (command) => command.requiredOption("--statement <file>", "what you have to say"),
    step({ delivery: { delivery } }, { statement }) {
      const statementHash = keccakFile(statement);
      return {
        says: `Dispute delivery ${delivery} with the statement ${statementHash}`,
        data: MONITOR.encodeFunctionData("dispute", [delivery, statementHash]),
        done: `Delivery ${delivery} is disputed. Keep the statement ${statementHash} and give it to the arbiter.`,
        result: { statementHash },
      };
    },
  });
  addStep<{ toSeller: bigint }>(parent, {
    name: "decide",
    description: "decide a dispute; for the plan's arbiter",
    example: "--to-seller 2500 --account arbiter.json",
    shape: (command) => command.addOption(toSellerOption()),
    step({ here: { money }, delivery: { delivery, held } }, { toSeller }) {
      const rest = held > toSeller ? held - toSeller : 0n;
      const shares = `${money(toSeller)} to the seller and ${money(rest)} to the buyer`;
      return {
        says: `Decide the dispute of delivery ${delivery}: ${shares}`,
        data: MONITOR.encodeFunctionData("decide", [delivery, toSeller]),
        done: `The dispute is decided: ${shares}.`,
        result: { toSeller, toBuyer: rest },
      };
    },
  });
}

/** The seller's share of what is held. */
export function toSellerOption(): Option {
  return new Option("--to-seller <amount>", "what the seller gets of what is held; the rest returns to the buyer")
    .argParser(parseMoney)
    .makeOptionMandatory();
}

const ENDS = {
  arrive: {
    encode: (delivery: Hex) => MONITOR.encodeFunctionData("deliver", [delivery]),
    description: "say that the goods arrived now; for who has them, and after the end for the buyer",
    says: "Say that the goods arrived now by",
    done: "The goods arrived; the buyer confirms or disputes them.",
    by: "carrier.json",
  },
  release: {
    encode: (delivery: Hex) => MONITOR.encodeFunctionData("release", [delivery]),
    description: "pay the seller for what arrived, is earned and nobody disputed in time; anybody may",
    says: "Pay the seller for what arrived and nobody disputed in time by",
    done: "The seller is paid.",
    by: "seller.json",
  },
  reclaim: {
    encode: (delivery: Hex) => MONITOR.encodeFunctionData("reclaim", [delivery]),
    description: "return what is held to the buyer if nothing arrived in time; anybody may",
    says: "Return to the buyer what is held for",
    done: "The buyer is paid back.",
    by: "buyer.json",
  },
  lapse: {
    encode: (delivery: Hex) => MONITOR.encodeFunctionData("lapse", [delivery]),
    description:
      "end a dispute that nobody decided in 180 days: pay the seller what is earned, or the buyer back; anybody may",
    says: "End by the record the dispute of",
    done: "The dispute is over.",
    by: "seller.json",
  },
} as const;

/** `arrive`, `release`, `reclaim` and `lapse`: steps that need nothing but the delivery. */
export function addEnd(parent: Command, name: keyof typeof ENDS): void {
  const { encode, description, says, done, by } = ENDS[name];
  addStep(parent, {
    name,
    description,
    example: `--account ${by}`,
    step: ({ here: { money }, delivery: { delivery, held } }) => ({
      says: `${says} delivery ${delivery}${held > 0n ? `, for which ${money(held)} is held` : ""}`,
      data: encode(delivery),
      done,
      result: name === "arrive" ? {} : { held },
    }),
  });
}
