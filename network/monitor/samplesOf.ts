import type { Hex } from "../../protocol/index.js";
import type { NodeReport } from "../status/readNode.js";
import type { Labels, MetricName, Sample } from "./metrics.js";
import type { MonitorSnapshot, NodeDisk } from "./snapshot.js";

const DAY_S = 86_400;

/** What a look comes to in numbers; what was not seen has no sample. @param nameOf A node's name by its address. */
export function samplesOf(snapshot: MonitorSnapshot, nameOf: (address: Hex) => string): readonly Sample[] {
  return [
    ...chainSamples(snapshot),
    ...awakeSamples(snapshot, nameOf),
    ...validatorSamples(snapshot, nameOf),
    ...nodeSamples(snapshot),
    ...voteSamples(snapshot, nameOf),
    ...snapshot.disks.flatMap(diskSamples),
    ...snapshot.certificates.flatMap(({ kind, name, endsS }) =>
      given({ kind, name }, { wattproof_certificate_days_left: (endsS - snapshot.atS) / DAY_S }),
    ),
  ];
}

/** Samples of the values that are there. */
function given(
  labels: Labels,
  values: Readonly<Partial<Record<MetricName, number | boolean | undefined>>>,
): readonly Sample[] {
  return Object.entries(values).flatMap(([metric, value]) =>
    value === undefined ? [] : [{ metric: metric as MetricName, labels, value: Number(value) }],
  );
}

function chainSamples({ atS, status, headAgeMostS, laterRoundRatio }: MonitorSnapshot): readonly Sample[] {
  const { moves, head, fork, blocks, blocksError, validators, quorum } = status;
  const always = given({}, { wattproof_monitor_timestamp_seconds: atS, wattproof_chain_moves: moves });
  if (!head) return always;
  return [
    ...always,
    ...given(
      {},
      {
        wattproof_chain_height: Number(head.number),
        // The first block is as old as its genesis file says.
        wattproof_chain_head_age_seconds: head.number > 0n ? head.ageS : undefined,
        wattproof_chain_head_age_most_seconds: headAgeMostS,
        wattproof_chain_forked: fork !== undefined,
        wattproof_blocks_unproven: blocksError !== undefined,
        wattproof_blocks_counted: blocks.length,
        wattproof_blocks_later_round_ratio: laterRoundRatio,
        wattproof_validators: validators.length,
        wattproof_validators_quorum: quorum,
      },
    ),
  ];
}

/** Blocks that could not be read tell nothing of who is awake. */
function awakeSamples({ status, asleep }: MonitorSnapshot, nameOf: (address: Hex) => string): readonly Sample[] {
  const { blocks, validators, quorum } = status;
  if (blocks.length === 0) return [];
  return [
    ...given(
      {},
      {
        wattproof_validators_awake: validators.length - asleep.length,
        wattproof_validators_awake_least: Math.min(validators.length, quorum + 1),
      },
    ),
    ...validators.flatMap((address) =>
      given({ node: nameOf(address) }, { wattproof_validator_awake: !asleep.includes(address) }),
    ),
  ];
}

function validatorSamples({ status }: MonitorSnapshot, nameOf: (address: Hex) => string): readonly Sample[] {
  return status.participation
    .filter(({ address, copies }) => copies > 0 && status.validators.includes(address))
    .flatMap(({ address, copies, sealed, proposed, agility }) =>
      given(
        { node: nameOf(address) },
        {
          wattproof_validator_blunt: agility === "blunt",
          wattproof_validator_sealed_ratio: sealed / copies,
          wattproof_validator_proposed_blocks: proposed,
        },
      ),
    );
}

function nodeSamples({ status }: MonitorSnapshot): readonly Sample[] {
  return status.nodes.flatMap(({ node, report }) => {
    const founding = status.foundingDifferences.filter((each) => each.node === node.name);
    return given(
      { node: node.name },
      {
        wattproof_node_up: report !== undefined,
        wattproof_node_founding_differences: founding.flatMap(({ differences }) => differences).length,
        ...(report ? reportValues(report, status.validators.includes(node.address), status.quorum) : {}),
      },
    );
  });
}

function reportValues({ head, peers, pool }: NodeReport, isValidator: boolean, quorum: number) {
  const waiting = pool.localCount + pool.remoteCount;
  return {
    wattproof_node_height: Number(head.header.number),
    wattproof_node_peers: peers.length,
    wattproof_node_peers_least: isValidator ? quorum - 1 : 1,
    wattproof_node_pool_transactions: waiting,
    wattproof_node_pool_ratio: pool.maxSize > 0 ? waiting / pool.maxSize : undefined,
  };
}

/** A zero for each who might vote, so that a series ends where its reason does. */
function voteSamples({ status, undecidedVotes }: MonitorSnapshot, nameOf: (address: Hex) => string): readonly Sample[] {
  if (undecidedVotes === undefined) return [];
  const voters = new Set([
    ...status.nodes.map(({ node }) => node.address),
    ...status.validators,
    ...undecidedVotes.map(({ voter }) => voter),
  ]);
  return [...voters].flatMap((address) =>
    given(
      { node: nameOf(address) },
      { wattproof_node_undecided_votes: undecidedVotes.filter(({ voter }) => voter === address).length },
    ),
  );
}

function diskSamples(disk: NodeDisk): readonly Sample[] {
  return given(
    { node: disk.node },
    {
      wattproof_node_data_bytes: disk.dataBytes,
      wattproof_node_log_bytes: disk.logBytes,
      wattproof_node_disk_free_bytes: disk.freeBytes,
      wattproof_node_disk_free_ratio: disk.sizeBytes > 0 ? disk.freeBytes / disk.sizeBytes : undefined,
      wattproof_node_disk_growth_bytes_per_day: disk.growthBytesPerDay,
      wattproof_node_disk_days_until_full: disk.daysUntilFull,
    },
  );
}
