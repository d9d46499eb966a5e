import { Indexed, type Log, type LogDescription, type Provider } from "ethers";
import { blockRanges, lowerHex, read } from "../../evidence/index.js";
import { ROLES } from "../../protocol/governance/roles.js";
import type { Hex } from "../../protocol/hex.js";
import type { CallValue } from "../calls/decodeCall.js";
import { administrativeEventsOf, isAdministrative } from "./administration.js";
import { argumentsText, type Names } from "./callWords.js";
import type { ChainTransaction } from "./chainFacts.js";
import type { Finding, LaterChange } from "./verification.js";

/** Roles whose holders administer nothing. */
const HARMLESS: readonly unknown[] = [ROLES.ORACLE, ROLES.TREASURER];

interface Later {
  readonly provider: Provider;
  readonly names: Names;
  /** The transaction after which it is later. */
  readonly since: Pick<ChainTransaction, "hash" | "block">;
  readonly upTo: number;
}

interface Told extends LogDescription {
  readonly contract: string;
}

/**
 * What was changed since the founding, of what members alone decide, and by which proposal. A change without one is a finding,
 * unless members decided before to give others power over the administration: those decide then alone.
 * @throws ChainUnreadable
 */
export async function laterChanges({
  provider,
  names,
  since,
  upTo,
}: Later): Promise<{ readonly decidedLater: readonly LaterChange[]; readonly findings: readonly Finding[] }> {
  const byTransaction = new Map<Hex, { block: number; told: Told[] }>();
  for (const log of await administrativeEvents({ provider, names, since, upTo })) {
    const known = names.contracts.get(lowerHex(log.address));
    const told = known?.interface.parseLog(log);
    if (known === undefined || told == null) continue;
    const hash = lowerHex(log.transactionHash);
    const entry = byTransaction.get(hash) ?? { block: log.blockNumber, told: [] };
    entry.told.push(Object.assign(told, { contract: known.contract }));
    byTransaction.set(hash, entry);
  }
  byTransaction.delete(since.hash);

  const decidedLater: LaterChange[] = [];
  const findings: Finding[] = [];
  let othersMay = false;
  for (const [transaction, { block, told }] of byTransaction) {
    const changes = told.filter(({ name }) => name !== "ProposalExecuted").map((each) => eventText(each, names));
    const proposals = told.filter(({ name }) => name === "ProposalExecuted");
    if (proposals.length === 0 && !othersMay && !(await isOwn(provider, transaction, told))) {
      const message = `Nobody voted on this, which was done in block ${block}: ${changes.join("; ")}.`;
      findings.push({ code: "ChangedWithoutDecision", check: "decisions", message, transaction });
      continue;
    }
    decidedLater.push({ proposal: proposals[0] ? Number(proposals[0].args[0]) : null, changes, transaction, block });
    othersMay ||= told.some(givesPower);
  }
  return { decidedLater, findings };
}

/** Events of one contract in one range at a time: nodes answer for few blocks, and each contract has its own kinds. */
async function administrativeEvents({ provider, names, since, upTo }: Later): Promise<Log[]> {
  const address = [...names.contracts.keys()];
  const topics = new Set<string>();
  for (const { contract, interface: abi } of names.contracts.values()) {
    for (const name of administrativeEventsOf(contract)) {
      const event = abi.getEvent(name);
      if (event !== null) topics.add(event.topicHash);
    }
  }
  const found: Log[] = [];
  for (const { from, to } of blockRanges(upTo, since.block)) {
    const logs = await read(`the events of the blocks ${from} to ${to}`, () =>
      provider.getLogs({ address, topics: [[...topics]], fromBlock: from, toBlock: to }),
    );
    found.push(...logs.filter((log) => isAdministrative(log, names)));
  }
  return found;
}

/** Whether somebody gave up roles of its own and did nothing else: that takes no vote. */
async function isOwn(provider: Provider, hash: Hex, told: readonly Told[]): Promise<boolean> {
  if (told.some(({ name }) => name !== "RoleRevoked")) return false;
  const transaction = await read(`the transaction ${hash}`, () => provider.getTransaction(hash));
  return told.every(({ args }) => args.account === transaction?.from);
}

/** Whether who is not the timelock may administer from then on. */
function givesPower({ contract, name, args }: Told): boolean {
  if (contract === "TimelockController") return name === "RoleGranted";
  if (name === "AuthorityUpdated") return true;
  if (contract !== "AccessManager") return false;
  if (name === "RoleGranted") return !HARMLESS.includes(args[0]);
  return name === "TargetFunctionRoleUpdated" || name === "RoleAdminChanged";
}

function eventText({ contract, name, fragment, args }: Told, names: Names): string {
  const values = fragment.inputs.map((input, at): [string, CallValue] => [input.name, plain(args[at])]);
  return `${contract}.${name}(${argumentsText(Object.fromEntries(values), names)})`;
}

/** Of longer values by which a log is found, it has the hash alone. */
function plain(value: unknown): CallValue {
  if (typeof value === "bigint" || typeof value === "boolean") return value;
  if (Indexed.isIndexed(value)) return `hash ${value.hash}`;
  const text = String(value);
  return text.startsWith("0x") ? text.toLowerCase() : text;
}
