import type { ChannelTerms, CooperativeClose } from "../../../protocol/index.js";
import { formatDuration } from "../../commandLine/duration.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { formatInstant } from "../../commandLine/instant.js";
import type { ChannelsHere } from "./channelHere.js";
import type { ChannelView, DirectionView, WaitView } from "./readView.js";

/** Terms in words, one line each. */
export function describeTerms({ money }: ChannelsHere, terms: ChannelTerms): string[] {
  return [
    `  owner       ${terms.owner} pays ${money(terms.importPricePerKWh)} per kWh imported`,
    `  partner     ${terms.partner} pays ${money(terms.exportPricePerKWh)} per kWh exported`,
    `  challenge   a close of one party can be answered for ${formatDuration(terms.challengePeriodS)}`,
    `  valid       if it is opened before ${instant(terms.openBeforeS)}`,
  ];
}

/** An offer to close in words, one line each. */
export function describeClose({ money }: ChannelsHere, close: CooperativeClose): string[] {
  return [
    `  owner       pays ${money(close.paidByOwner)}`,
    `  partner     pays ${money(close.paidByPartner)}`,
    `  valid       if it is closed before ${instant(close.expiresAtS)}`,
  ];
}

/** What a channel waits for; continues "It waits for". */
export function waitWords(wait: WaitView): string {
  switch (wait.kind) {
    case "close":
      return "a party to close it";
    case "challengeEnd":
      return `the end of its challenge period at ${instant(wait.atS)}; newer vouchers answer until then`;
    case "settlement":
      return `settlement of the ${wait.direction} register up to ${formatEnergy(wait.registerWh)}, of which ${wait.payee} is paid; a watcher waits until ${instant(wait.untilS)}`;
    case "finalisation":
      return "anybody to finalise it";
    case "nothing":
      return "nothing: it is closed";
  }
}

/** A channel in a few lines. */
export function describeBriefly(here: ChannelsHere, view: ChannelView): string[] {
  return [
    `Channel ${view.channel} is ${view.status}`,
    `  kept for    ${view.parties.length === 0 ? "nobody in this folder" : view.parties.join(" and ")}`,
    `  deposits    ${here.money(view.ownerDeposit)} of the owner, ${here.money(view.partnerDeposit)} of its partner`,
    ...directions(view).map(([name, it]) => `  ${name.padEnd(10)}  ${promisedWords(here, it)}`),
    `  waits for   ${waitWords(view.waitsFor)}`,
  ];
}

/** A channel in full. */
export function describeInFull(here: ChannelsHere, view: ChannelView): string[] {
  const { money } = here;
  const { owner, partner, meter, challengePeriodS } = view;
  const closing = view.closesAtS === 0n ? "" : `, which ends at ${instant(view.closesAtS)}`;
  const kept = view.parties.length === 0 ? "not kept in this folder" : `for ${view.parties.join(" and ")}`;
  return [
    `Channel ${view.channel} is ${view.status}`,
    `  kept        ${kept}`,
    `  owner       ${owner}, deposit ${money(view.ownerDeposit)}, to be paid out ${money(view.ownerCredit)}`,
    `  partner     ${partner}, deposit ${money(view.partnerDeposit)}, to be paid out ${money(view.partnerCredit)}`,
    `  meter       ${meter}`,
    `  challenge   ${formatDuration(challengePeriodS)}${closing}`,
    ...directions(view).flatMap(([name, it]) => [
      `  ${name.padEnd(10)}  ${money(it.pricePerKWh)} per kWh, paid by the ${name === "import" ? "owner" : "partner"}`,
      `    register  ${formatEnergy(it.baselineWh)} at the opening, ${formatEnergy(it.settledWh)} settled, which justifies ${money(it.justified)}`,
      `    promised  ${promisedWords(here, it)}`,
    ]),
    endWords(here, view),
    ...view.closeOfferedBy.map(
      (party) => `  offer       ${party} signed an offer to close it: nothing more is promised here`,
    ),
    `  waits for   ${waitWords(view.waitsFor)}`,
    `  next: ${nextOf(here, view)}`,
  ];
}

/** What is paid at the end: what was, of a closed channel. */
function endWords({ money }: ChannelsHere, { status, paidByOwner, paidByPartner, ...view }: ChannelView): string {
  const paid = `${money(paidByOwner)} of the owner, ${money(paidByPartner)} of its partner`;
  if (status !== "closed") return `  due         ${paid}, if it were finalised now`;
  const toOwner = view.ownerDeposit - paidByOwner + paidByPartner;
  const toPartner = view.partnerDeposit - paidByPartner + paidByOwner;
  return `  paid        ${paid}; of the deposits ${money(toOwner)} went to the owner, ${money(toPartner)} to its partner`;
}

/** Directions that have a price. */
function directions(view: ChannelView): (readonly [name: "import" | "export", it: DirectionView])[] {
  const both = [
    ["import", view.import],
    ["export", view.export],
  ] as const;
  return both.filter(([, { pricePerKWh }]) => pricePerKWh > 0n);
}

function promisedWords({ money }: ChannelsHere, { voucher, presented }: DirectionView): string {
  const here = voucher
    ? `${money(voucher.amount)} for a register of ${formatEnergy(voucher.registerWh)}`
    : "no voucher is kept here";
  return `${here}; ${money(presented)} are known to the chain`;
}

function nextOf({ money }: ChannelsHere, view: ChannelView): string {
  const { waitsFor, closeOfferedBy } = view;
  switch (waitsFor.kind) {
    case "close":
      return closeOfferedBy.length > 0
        ? "the other party ends it with wattproof channel close --agreed FILE, or either closes it alone"
        : "wattproof channel pay promises more; wattproof channel close ends it";
    case "challengeEnd": {
      const unknown = [view.import, view.export].flatMap(({ voucher, presented }) =>
        voucher !== null && voucher.amount > presented ? money(voucher.amount) : [],
      );
      return unknown.length > 0
        ? `the payee's wattproof channel watch presents the voucher of ${unknown.join(" and that of ")} in time`
        : "wattproof channel watch waits for that, finalises and pays out";
    }
    case "nothing":
      return view.ownerCredit + view.partnerCredit > 0n ? "wattproof channel watch pays out" : "nothing is left to do";
    default:
      return "wattproof channel watch finalises it and pays out";
  }
}

function instant(atS: bigint): string {
  return formatInstant(Number(atS));
}
