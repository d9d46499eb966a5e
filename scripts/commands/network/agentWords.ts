import type { AgentRound } from "../../../network/index.js";
import { enodeUrl, type NodeEndpoint } from "../../../protocol/index.js";
import { counted } from "../../commandLine/counted.js";

const WAITS = {
  NoneWanted: "the registry names no validators, so this node votes for nobody",
  NotAValidator: "this node is no validator, so it has no vote",
  Asleep: "it is not there, and would only raise the number that a block needs",
  QuorumAsleep: "fewer validators than a block needs would be awake then",
} as const;

/** What an agent's round came to, in one line at least. */
export function roundLines(round: AgentRound): string[] {
  const { registered, validators } = round;
  const lines = agentLines(round);
  return lines.length > 0 ? lines : [`As decided: ${counted(validators, "validator")}, ${counted(registered, "node")}`];
}

/** Nothing if all was as it should be. */
function agentLines({ changes, dropped, votes, troubles }: AgentRound): string[] {
  const shown = (node: NodeEndpoint) => enodeUrl(node).replace(/^(enode:\/\/[0-9a-f]{16})[0-9a-f]+/, "$1…");
  const { cast = [], discard = [], waits } = votes ?? {};
  const vote = waits?.vote;
  return [
    ...changes.added.map((node) => `May connect: ${shown(node)}`),
    ...changes.removed.map((node) => `May not connect any more: ${shown(node)}`),
    ...dropped.map(
      (id) => `Dropped, since it is not registered or its certificate is revoked: node ${id.slice(0, 18)}…`,
    ),
    ...troubles.map(({ code, message }) => `${code}: ${message}`),
    ...discard.map((recipient) => `Vote taken back, decided or not wanted any more: ${recipient}`),
    ...cast.map(({ adds, recipient }) => `Votes ${adds ? "for" : "against"} validator ${recipient}`),
    ...(vote && waits
      ? [`Does not vote ${vote.adds ? "for" : "against"} validator ${vote.recipient}: ${WAITS[waits.reason]}`]
      : []),
  ];
}
