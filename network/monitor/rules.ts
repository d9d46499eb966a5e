import type { MetricName } from "./metrics.js";

/** `critical` is what stops the chain, or lets others change it, unless somebody acts now. */
export type Severity = "critical" | "warning";

/**
 * What the monitor raises an alarm for. The terminal's view, `--json` and Prometheus' rules all go by this table, so that
 * nobody is woken by one of them and finds nothing in another.
 */
export interface AlarmRule {
  readonly code: string;
  readonly severity: Severity;
  readonly metric: MetricName;
  readonly is: "above" | "below";
  /** A number, or the metric of the same labels that has it. */
  readonly limit: number | MetricName;
  /** For how long Prometheus wants to see it before it tells anybody, minutes. */
  readonly lastsMinutes: number;
  /**
   * One sentence without its full stop. Labels are put in, such as `{node}`; and the value as a whole number (`{value}`), to a
   * tenth (`{days}`), as a share of a hundred (`{percent}`).
   */
  readonly summary: string;
  /** The metric that is 0 for each whom the alarm is to name behind the summary. */
  readonly names?: MetricName;
  /** Why there is such a limit, and why it is where it is. */
  readonly reason: string;
}

export const ALARM_RULES = [
  {
    ...{ code: "ChainStands", severity: "critical", metric: "wattproof_chain_moves", is: "below", limit: 1 },
    lastsMinutes: 0,
    summary: "The chain stands, as far as the nodes here can tell",
    reason: "Nothing is settled while it does; each failed round lasts twice as long as the one before.",
  },
  {
    ...{ code: "NodesDisagree", severity: "critical", metric: "wattproof_chain_forked", is: "above", limit: 0 },
    lastsMinutes: 0,
    summary: "Nodes hold different blocks",
    reason: "A final block has no second one: a third of the validators signed both, or a node runs another chain.",
  },
  {
    ...{ code: "BlocksUnproven", severity: "critical", metric: "wattproof_blocks_unproven", is: "above", limit: 0 },
    lastsMinutes: 0,
    summary: "The seals of the newest blocks do not hold",
    reason: "A block without a quorum's seals is none, whatever the node says that gave it out.",
  },
  {
    ...{ code: "VoteUndecided", severity: "critical", metric: "wattproof_node_undecided_votes", is: "above", limit: 0 },
    lastsMinutes: 0,
    summary: "{node} votes on a validator as the members did not decide",
    reason:
      "More than half of the validators change the set, whatever the registry says; the first such vote is the time to ask.",
  },
  {
    code: "ValidatorsShort",
    severity: "critical",
    metric: "wattproof_validators_awake",
    is: "below",
    limit: "wattproof_validators_awake_least",
    lastsMinutes: 2,
    summary: "Only {value} validators make or seal blocks: one more that fails stops the chain",
    names: "wattproof_validator_awake",
    reason:
      "A quorum alone has no reserve. Where the founders have no more validators than a quorum, all of them are asked for.",
  },
  {
    ...{
      code: "DiskAlmostFull",
      severity: "critical",
      metric: "wattproof_node_disk_free_ratio",
      is: "below",
      limit: 0.1,
    },
    lastsMinutes: 5,
    summary: "{percent} of the disk of {node} is free",
    reason:
      "Besu stops when it cannot write, and RocksDB needs room beside its files to merge them: a tenth, whatever the forecast is.",
  },
  {
    code: "HeadOld",
    severity: "warning",
    metric: "wattproof_chain_head_age_seconds",
    is: "above",
    limit: "wattproof_chain_head_age_most_seconds",
    lastsMinutes: 0,
    summary: "The newest block is {value} s old",
    reason:
      "So old is one after three failed rounds: more validators are away than one. If the chain moves, this machine's clock is ahead.",
  },
  {
    ...{ code: "NodeDown", severity: "warning", metric: "wattproof_node_up", is: "below", limit: 1 },
    lastsMinutes: 1,
    summary: "{node} does not answer as itself",
    reason: "It counts among those that may fail until it is back; a minute is what a restart takes.",
  },
  {
    ...{
      code: "DiskFullSoon",
      severity: "warning",
      metric: "wattproof_node_disk_days_until_full",
      is: "below",
      limit: 7,
    },
    lastsMinutes: 30,
    summary: "The disk of {node} is full in {days} days if it goes on as before",
    reason:
      "A week is what it takes to buy and move to a larger disk, or to catch up with BONSAI, without a weekend's work.",
  },
  {
    ...{
      code: "CertificateEnds",
      severity: "warning",
      metric: "wattproof_certificate_days_left",
      is: "below",
      limit: 30,
    },
    lastsMinutes: 60,
    summary: "The certificate of the {kind} {name} has {days} days left",
    reason: "A new one goes through the organisation's agency and the registry of nodes: a month leaves time for both.",
  },
  {
    ...{
      code: "RoundChanges",
      severity: "warning",
      metric: "wattproof_blocks_later_round_ratio",
      is: "above",
      limit: 0.1,
    },
    lastsMinutes: 5,
    summary: "{percent} of the newest blocks needed more than one round",
    reason:
      "Each such round costs its timeout; one of ten validators that never proposes makes a tenth, and fewer make more.",
  },
  {
    ...{ code: "ValidatorBlunt", severity: "warning", metric: "wattproof_validator_blunt", is: "above", limit: 0 },
    lastsMinutes: 10,
    summary: "{node} is blunt: its seals rarely get into a block",
    reason:
      "Its machine or network is slower than the others': it is the next that fails, and no reserve when another does.",
  },
  {
    code: "PeersFew",
    severity: "warning",
    metric: "wattproof_node_peers",
    is: "below",
    limit: "wattproof_node_peers_least",
    lastsMinutes: 5,
    summary: "{node} has {value} peers, too few for a quorum",
    reason: "A validator that does not reach a quorum's others by itself depends on who passes messages on.",
  },
  {
    ...{ code: "PoolFull", severity: "warning", metric: "wattproof_node_pool_ratio", is: "above", limit: 0.8 },
    lastsMinutes: 5,
    summary: "The pool of {node} is full to {percent}",
    reason: "A full one drops what comes next without a word to the sender; a fifth is room for one burst more.",
  },
  {
    ...{
      code: "FoundingDiffers",
      severity: "warning",
      metric: "wattproof_node_founding_differences",
      is: "above",
      limit: 0,
    },
    lastsMinutes: 5,
    summary: "{node} has another genesis file or chain than its folder",
    reason: "It stops to follow at the next fork, or follows another chain already.",
  },
] as const satisfies readonly AlarmRule[];

export type AlarmCode = (typeof ALARM_RULES)[number]["code"];
