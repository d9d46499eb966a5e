import type { Book, DescribedCall, Proposal, Voters } from "../../../governance/index.js";
import { counted } from "../../commandLine/counted.js";
import { formatInstant } from "../../commandLine/instant.js";

/** Calls of a proposal that are told where others are told too, and lines of a proposer's words. */
const MOST_CALLS = 20;
const MOST_LINES = 20;
/** Of bytes that nobody can decode, as many as people look at, characters. */
const LONGEST_DATA = 1024;
const CARRY_OUT = new Set(["passed", "waiting", "due"]);

/** The next step of a proposal, as a command line; undefined if nothing can come of it any more. */
export function nextStep({ id, state, dueAtS }: Proposal): string | undefined {
  if (state === "pending" || state === "active") return `wattproof consortium vote ${id} for|against|abstain`;
  if (!CARRY_OUT.has(state)) return undefined;
  const from = state === "waiting" && dueAtS !== null ? `, from ${formatInstant(dueAtS)} on` : "";
  return `wattproof consortium execute ${id}${from}`;
}

/** A proposal and its count in a few lines. */
export function summaryOf(proposal: Proposal): string[] {
  const { id, state, votes } = proposal;
  const [first, ...others] = toldOf(proposal);
  return [
    `${id}  ${state}  ${first?.says ?? "Nothing"}`,
    ...others.map(({ depth, says }) =>
      depth === 0 ? `   and  ${says}` : `${"  ".repeat(depth + 3)}which does: ${says}`,
    ),
    `   ${countOf(votes)}${whenOf(proposal)}`,
  ];
}

/** What a proposal does in one line, with what its calls pass on. */
export function sentenceOf(proposal: Pick<Proposal, "id" | "calls">): string {
  const sentences = toldOf(proposal).map(({ depth, says }) => (depth === 0 ? says : `which does: ${says}`));
  return sentences.join("; ");
}

interface Told {
  /** How many calls passed it on. */
  readonly depth: number;
  readonly says: string;
}

/** What a proposal does, calls within calls behind those that pass them on, as much as fits beside other things. */
function toldOf({ id, calls }: Pick<Proposal, "id" | "calls">): Told[] {
  const all = calls.flatMap((call) => flat(call, 0));
  const left = all.length - MOST_CALLS;
  if (left <= 0) return all;
  return [
    ...all.slice(0, MOST_CALLS),
    { depth: 0, says: `${counted(left, "call")} more: wattproof consortium show ${id}` },
  ];
}

function flat({ says, calls }: Pick<DescribedCall, "says" | "calls">, depth: number): Told[] {
  return [{ depth, says }, ...calls.flatMap((call) => flat(call, depth + 1))];
}

/** A proposal in full. The proposer's words come last and apart: nothing of what they say is checked. */
export async function describeProposal(book: Book, proposal: Proposal, voters: Voters): Promise<string[]> {
  const { id, state, calls, share, votes, proposer, proposedAtS, words } = proposal;
  const silent = await Promise.all(voters.silent.map(({ account }) => book.account(account)));
  const voted = await Promise.all(voters.voted.map(({ account }) => book.account(account)));
  const step = nextStep(proposal);
  const { left } = voters;
  return [
    `Proposal ${id}: ${state}`,
    `  by        ${await book.account(proposer)}, ${formatInstant(proposedAtS)}`,
    ...calls.flatMap((call) => [
      `  does      ${call.says} (${call.kind ?? "kind not asked of so many"})`,
      ...detailsOf(call, "            "),
    ]),
    `  needs     ${votes.needed} of the ${votes.members} members in favour (${share})`,
    `  votes     ${votes.for} for, ${votes.against} against, ${votes.abstain} abstained`,
    ...(voted.length === 0 ? [] : [`  voted     ${voted.join(", ")}`]),
    ...(silent.length === 0 ? [] : [`  silent    ${silent.join(", ")}`]),
    ...(left === 0 ? [] : [`            and ${left} who left the consortium since`]),
    ...timesOf(proposal),
    "  The proposer's own words, which nobody has checked:",
    ...wordLines(words),
    ...(step === undefined ? [] : [`next: ${step}`]),
  ];
}

/** Line breaks cost nothing: more of them would push what a proposal does off the screen. */
function wordLines(words: string): string[] {
  const lines = words.split("\n");
  const left = lines.length - MOST_LINES;
  return [
    ...lines.slice(0, MOST_LINES).map((line) => `    > ${line}`),
    ...(left > 0 ? [`    (${left} more lines, which --json has)`] : []),
  ];
}

function detailsOf(
  { target, contract, selector, data, calls, function: name }: DescribedCall,
  indent: string,
): string[] {
  const more = data.length > LONGEST_DATA ? `… (--json has all ${(data.length - 2) / 2} bytes)` : "";
  const bytes = name === null ? [`${indent}data ${data.slice(0, LONGEST_DATA)}${more}`] : [];
  return [
    `${indent}contract ${contract ?? "without a name"} at ${target}, function ${name ?? "unknown"} (${selector ?? "no selector"})`,
    ...bytes,
    ...calls.flatMap((call) => [`${indent}which does: ${call.says}`, ...detailsOf(call, `${indent}  `)]),
  ];
}

function countOf({ for: inFavour, against, needed, members }: Proposal["votes"]): string {
  return `${inFavour} of ${needed} votes in favour, ${against} against (${members} members)`;
}

function whenOf({ state, votingEndsAtS, dueAtS, expiresAtS }: Proposal): string {
  if (state === "pending" || state === "active") return `, until ${formatInstant(votingEndsAtS)}`;
  if (state === "waiting" && dueAtS !== null) return `, due ${formatInstant(dueAtS)}`;
  return expiresAtS === null ? "" : `, expires ${formatInstant(expiresAtS)}`;
}

function timesOf({ state, votingEndsAtS, dueAtS, expiresAtS }: Proposal): string[] {
  const isOpen = state === "pending" || state === "active";
  return [
    ...(isOpen ? [`  until     ${formatInstant(votingEndsAtS)}`] : []),
    ...(dueAtS === null ? [] : [`  due       ${formatInstant(dueAtS)}`]),
    ...(expiresAtS === null ? [] : [`  expires   ${formatInstant(expiresAtS)}`]),
  ];
}
