import { type Command, InvalidArgumentError, Option } from "commander";
import { DELIVERY_TYPES, type DeliverySettlement, deliveryDomain, type Hex } from "../../../protocol/index.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { signTold } from "../../chain/signTold.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { type Expiry, expiresAt, parseExpiry } from "../../commandLine/expiry.js";
import { readText } from "../../commandLine/files.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { partyOf } from "./agreedTerms.js";
import { type DeliveriesHere, deliveriesOn, deliveryOf, MONITOR } from "./deliveriesHere.js";
import { tellViolations, violationsOption } from "./deliveryAccept.js";
import { toSellerOption } from "./deliverySteps.js";
import { violationsCount } from "./deliveryWords.js";
import { DeliverySettlementDiffers } from "./errors.js";
import { sendStep } from "./sendStep.js";
import {
  LONGEST_SETTLEMENT_BYTES,
  parseSignedSettlement,
  type SignedSettlement,
  signedSettlementJson,
} from "./signedSettlement.js";

interface Flags extends WriteFlags {
  readonly toSeller: bigint;
  readonly violations?: number;
  readonly expires?: Expiry;
  readonly signOnly?: boolean;
  readonly with?: readonly string[];
}

/** How long what is signed may be used unless it says otherwise, s. */
const WEEK_S = 604_800;

const AFTER = `Either party signs with --sign-only; the other gives the same share and --with the file that was printed, and its own sending is
its consent. Somebody else who sends gives both parties' files. Each names how many violations there were: one that is recorded
meanwhile makes it void, and so does the deadline of --expires.`;

/** `wattproof delivery settle`: both parties end a delivery together. */
export function addDeliverySettle(parent: Command): void {
  const command: Command = parent
    .command("settle")
    .description("end a delivery as both parties agree: sign a share, or send what the other party signed")
    .argument("<delivery>", "its id", parseBytes32)
    .addOption(toSellerOption())
    .addOption(violationsOption())
    .addOption(
      new Option("--expires <time>", "with --sign-only, how long it may be used, or until when, in UTC (default: 7d)")
        .argParser(parseExpiry)
        .conflicts("with"),
    )
    .addOption(new Option("--sign-only", "send nothing: print what the account signs").conflicts("with"))
    .addOption(
      new Option("--with <file>", "what --sign-only printed for the other party; may be given twice").argParser(
        collect,
      ),
    );
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof delivery settle 0x… --to-seller 2500 --with signed.json --account buyer.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (id: Hex, flags: Flags) => {
    const files = flags.with ?? [];
    if (!flags.signOnly && files.length === 0) command.error("error: give --sign-only, or --with what was signed");
    const given = files.map((file) => parseSignedSettlement(readText(file, LONGEST_SETTLEMENT_BYTES)));
    await withChain(flags, async (chain) => {
      const here = await deliveriesOn(chain);
      const delivery = await deliveryOf(here, id);
      tellViolations(delivery);
      const { toSeller, violations = delivery.violations.length } = flags;
      const { expires = { inS: WEEK_S } } = flags;
      // What the other party signed has its own deadline.
      const deadlineS = given[0]?.settlement.deadlineS ?? expiresAt(expires, here.at.nowS);
      const settlement = { delivery: id, toSeller, violations, deadlineS };
      for (const each of given) requireSame(here, settlement, each);
      const account = await openAccount(chain, flags);
      const toBuyer = delivery.held > toSeller ? delivery.held - toSeller : 0n;
      const says = `Settle delivery ${id} with ${wordsOf(here, settlement)}, and ${here.money(toBuyer)} to the buyer`;
      if (flags.signOnly) {
        partyOf(account.address, delivery);
        await printSigned(here, account, { says, settlement });
        return;
      }
      const signedBy = (party: Hex) => given.find(({ signer }) => signer === party)?.signature ?? "0x";
      const data = MONITOR.encodeFunctionData("settle", [
        settlement,
        signedBy(delivery.buyer),
        signedBy(delivery.seller),
      ]);
      const done = `The delivery is settled: ${here.money(toSeller)} to the seller, ${here.money(toBuyer)} to the buyer.`;
      await sendStep(
        { here, delivery, account },
        { says, data, done, result: { toSeller, toBuyer, violations, deadlineS } },
        flags,
      );
    });
  });
}

async function printSigned(
  { chain, at: { place } }: DeliveriesHere,
  account: ChainAccount,
  { says, settlement }: { says: string; settlement: DeliverySettlement },
): Promise<void> {
  const typed = { domain: deliveryDomain(place), types: DELIVERY_TYPES.DeliverySettlement, value: { ...settlement } };
  const signature = await signTold(chain, account, { says, typed });
  const { chainId, monitor: contract } = place;
  // It goes into a file, so it is JSON in any case.
  printResult(signedSettlementJson({ chainId, contract, settlement, signer: account.address, signature }), [], {
    json: true,
  });
}

function requireSame(here: DeliveriesHere, wanted: DeliverySettlement, given: SignedSettlement): void {
  const { chainId, monitor } = here.at.place;
  requireSignedFor("DeliverySettlementForeign", { chainId, contract: monitor }, given);
  const { delivery, toSeller, violations, deadlineS } = given.settlement;
  const isSame = delivery === wanted.delivery && toSeller === wanted.toSeller && violations === wanted.violations;
  if (isSame && deadlineS === wanted.deadlineS) return;
  const signed = `${wordsOf(here, given.settlement)}${delivery === wanted.delivery ? "" : ` of delivery ${delivery}`}`;
  throw new DeliverySettlementDiffers(wanted.delivery, signed, wordsOf(here, wanted));
}

function wordsOf({ money }: DeliveriesHere, { toSeller, violations, deadlineS }: DeliverySettlement): string {
  return `${money(toSeller)} to the seller and ${violationsCount(violations)}, until ${formatInstant(deadlineS)}`;
}

function collect(file: string, before: readonly string[] = []): string[] {
  if (before.length > 1) throw new InvalidArgumentError("There are two parties.");
  return [...before, file];
}
