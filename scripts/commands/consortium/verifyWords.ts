import type { CheckName, LaterChange, Verification } from "../../../governance/index.js";
import { counted } from "../../commandLine/counted.js";

/** What is so if a check finds nothing. */
const IS_SO: Readonly<Record<CheckName, string>> = {
  code: "the contracts are those that were compiled here, each created by a transaction of the deployer's",
  contracts: "they know each other, and were given what every founding gives them",
  terms: "votes, thresholds, delays and the token are as agreed",
  members: "those who agreed were admitted, and nobody else",
  nodes: "the nodes are those that were agreed on",
  administration: "roles were given as agreed; the timelock administers, and the deployer kept nothing",
  names: "the Directory named these contracts, and nothing else",
  decisions: "what changed since, of what members alone decide, they decided",
};

const MOST_NOTES = 20;

/** A verification as one JSON document. */
export function verifyJson({ checks, findings, ...verification }: Verification): object {
  const says = checks.map(({ name, ok }) => ({
    name,
    ok,
    says: ok ? IS_SO[name] : null,
    findings: findings.filter(({ check }) => check === name).map(({ code }) => code),
  }));
  return { ...verification, checks: says, findings };
}

/** A verification for people. */
export function verifyLines(verification: Verification): string[] {
  const { directory, deployer, contracts, handedOver, checks, findings, notes, decidedLater, ok, block } = verification;
  return [
    `Directory ${directory}, ${counted(contracts, "contract")}, as of block ${block}.`,
    `Founded by ${deployer ?? "nobody that can be told"}${handedOver === null ? "" : `, handed over in block ${handedOver.block} (${handedOver.transaction})`}.`,
    "",
    ...checks.flatMap(({ name, ok }) => [
      headOf(name, ok),
      ...findings
        .filter(({ check }) => check === name)
        .flatMap(({ message, transaction }) => [
          `    ${message}`,
          ...(transaction === undefined ? [] : [`      transaction ${transaction}`]),
        ]),
    ]),
    ...noteLines(notes),
    ...(decidedLater.length === 0 ? [] : ["", "Decided later:", ...decidedLater.flatMap(laterLines)]),
    "",
    ok
      ? "What stands there is what was agreed on."
      : `${counted(findings.length, "thing")} ${findings.length === 1 ? "is" : "are"} not as agreed. Use none of these contracts until the founders know why.`,
  ];
}

/** Anybody may make many of them: they do not hide what follows. */
function noteLines(notes: Verification["notes"]): string[] {
  if (notes.length === 0) return [];
  const left = notes.length - MOST_NOTES;
  return [
    "",
    "Noted:",
    ...notes
      .slice(0, MOST_NOTES)
      .flatMap(({ message, transaction }) => [`  ${message}`, `    transaction ${transaction}`]),
    ...(left > 0 ? [`  and ${left} more, which --json has`] : []),
  ];
}

function headOf(name: CheckName, ok: boolean | null): string {
  if (ok === null) return `– ${name}: cannot be told`;
  return ok ? `✓ ${name}: ${IS_SO[name]}` : `✗ ${name}`;
}

function laterLines({ proposal, changes, block }: LaterChange): string[] {
  const by = proposal === null ? "without a vote of its own" : `proposal ${proposal}`;
  const [first = "nothing that only members decide", ...others] = changes;
  return [`  ${by}, block ${block}: ${first}`, ...others.map((each) => `    and ${each}`)];
}
