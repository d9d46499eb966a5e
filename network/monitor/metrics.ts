import type { CertificateTerm } from "./readCertificates.js";

/**
 * What the monitor measures, all of it gauges. Names follow those of Prometheus (https://prometheus.io/docs/practices/naming):
 * base units, shares as ratios from 0 to 1.
 */
export const METRICS = {
  wattproof_monitor_timestamp_seconds: "When the monitor looked at the network last, Unix seconds.",
  wattproof_chain_moves: "1 if a block came within the time that consensus needs for one, else 0.",
  wattproof_chain_height: "Number of the newest block.",
  wattproof_chain_head_age_seconds: "Age of the newest block, by this machine's clock and the proposer's.",
  wattproof_chain_head_age_most_seconds: "Age that the newest block has after three failed rounds.",
  wattproof_chain_forked: "1 if nodes hold different blocks of one number, else 0.",
  wattproof_blocks_unproven: "1 if the seals of the newest blocks do not hold, else 0.",
  wattproof_blocks_counted: "Blocks over which parts in consensus are counted.",
  wattproof_blocks_later_round_ratio: "Share of these blocks that a round above 0 made.",
  wattproof_validators: "Validators of the newest block.",
  wattproof_validators_quorum: "Seals that a block needs.",
  wattproof_validators_awake: "Validators that made or sealed a block in the last four rounds of them all.",
  wattproof_validators_awake_least: "A quorum and one to spare, or all where there are no more.",
  wattproof_validator_awake: "1 for a validator that made or sealed one of these blocks, else 0.",
  wattproof_validator_blunt: "1 for a validator whose seals rarely get into a block, 0 for any other.",
  wattproof_validator_sealed_ratio: "Share of the counted blocks' copies that hold the validator's seal.",
  wattproof_validator_proposed_blocks: "Counted blocks that the validator made.",
  wattproof_node_up: "1 if the node answers as itself, else 0.",
  wattproof_node_height: "Number of the newest block that the node has.",
  wattproof_node_peers: "Nodes that the node is connected to.",
  wattproof_node_peers_least: "Peers with whom the node makes a quorum; one for a node that makes no blocks.",
  wattproof_node_pool_transactions: "Transactions that wait at the node.",
  wattproof_node_pool_ratio: "Share of the node's pool that is taken.",
  wattproof_node_founding_differences: "Members in which the node's genesis file or chain is not that of the folder.",
  wattproof_node_undecided_votes: "The node's votes on validators behind which no decision of the members stands.",
  wattproof_node_data_bytes: "Disk that the node's data take.",
  wattproof_node_log_bytes: "Disk that the node's logs take.",
  wattproof_node_disk_free_bytes: "Bytes left on the file system of the node's data.",
  wattproof_node_disk_free_ratio: "Share of that file system that is left.",
  wattproof_node_disk_growth_bytes_per_day: "Growth of the node's data and logs.",
  wattproof_node_disk_days_until_full: "Days until that file system is full if it goes on as before.",
  wattproof_certificate_days_left: "Days until a node's or an agency's certificate ends; below 0 once it did.",
} as const;

export type MetricName = keyof typeof METRICS;

/** Whom a value is about; nothing if it is the network. */
export type Labels =
  | Readonly<Record<string, never>>
  /** A node's or validator's name, or its address where it has none. */
  | { readonly node: string }
  | { readonly kind: CertificateTerm["kind"]; readonly name: string };

/** One value of one metric. */
export interface Sample {
  readonly metric: MetricName;
  readonly labels: Labels;
  readonly value: number;
}
