import { type Hex, WattproofError } from "../../protocol/index.js";
import { NobodyRegistered } from "../agent/errors.js";
import type { OpenedNetwork } from "../folder/openNetwork.js";
import { blockPeriodS, requestTimeoutS } from "../genesis/blockPeriod.js";
import { activeIn, blocksToBeSeenIn } from "../status/awake.js";
import { type NetworkStatus, networkStatus } from "../status/networkStatus.js";
import { rememberSeals } from "../status/rememberSeals.js";
import type { SealedBlock } from "../status/sealedBlock.js";
import { type DiskSample, withSample } from "./diskHistory.js";
import { diskRates, forecastDisk } from "./forecastDisk.js";
import { readHistory, writeHistory } from "./historyFile.js";
import { readCertificates } from "./readCertificates.js";
import { type DiskUse, readDisk } from "./readDisk.js";
import type { MonitorSnapshot, NodeDisk } from "./snapshot.js";
import { type CastVote, undecidedVotes } from "./undecidedVotes.js";

export interface MonitorOptions {
  /**
   * Whom the members' registry of nodes names as validators, as a node has it; throws a `WattproofError` where that cannot be
   * told.
   */
  readonly readValidators: (rpcUrl: string) => Promise<readonly Hex[]>;
  /** This moment, Unix ms. */
  readonly now?: () => number;
}

/** Looks at a network again and again, and remembers how disks grew, also when it is started anew. */
export class NetworkMonitor {
  readonly #network: OpenedNetwork;
  readonly #readValidators: MonitorOptions["readValidators"];
  readonly #now: () => number;
  readonly #check = rememberSeals();
  #history: readonly DiskSample[];
  /** Told once. */
  #problem: WattproofError | undefined;

  constructor(network: OpenedNetwork, { readValidators, now = Date.now }: MonitorOptions) {
    this.#network = network;
    this.#readValidators = readValidators;
    this.#now = now;
    const { samples, problem } = readHistory(network.folder);
    this.#history = samples;
    this.#problem = problem;
  }

  /**
   * Looks once. What cannot be seen is a note in the snapshot.
   * @throws GenesisInvalid, NetworkFolderInvalid for a node's own genesis file.
   */
  async look(signal?: AbortSignal): Promise<MonitorSnapshot> {
    const network = this.#network;
    const status = await networkStatus(network, { now: this.#now, check: this.#check, ...(signal ? { signal } : {}) });
    const atS = Math.floor(this.#now() / 1000);
    const uses = await Promise.all(network.nodes.map((node) => settled(readDisk(node))));
    const certificates = readCertificates(network);
    const votes = await this.#undecided(status);
    const seen = uses.filter(isSeen);
    const problem = this.#remember(atS, seen);
    const notes = [problem, ...uses, ...certificates, votes].filter((each) => each instanceof WattproofError);
    return {
      atS,
      status,
      headAgeMostS: headAgeMostS(network.genesis),
      asleep: asleepIn(status),
      laterRoundRatio: laterRoundRatio(status.blocks),
      disks: this.#forecast(seen),
      certificates: certificates.filter(isSeen),
      undecidedVotes: votes instanceof WattproofError ? undefined : votes,
      notes,
    };
  }

  async #undecided(status: NetworkStatus): Promise<readonly CastVote[] | WattproofError | undefined> {
    const node = status.nodes.find(({ report }) => report !== undefined && report.head.hash === status.head?.hash);
    // The status says already that no node answers.
    if (node === undefined) return undefined;
    // Where a contract selects the validators, no vote counts.
    if (this.#network.consortium.validators === "contract") return [];
    const validators = await settled(this.#readValidators(node.node.rpcUrl));
    if (validators instanceof WattproofError) return validators;
    return validators.length === 0 ? new NobodyRegistered() : undecidedVotes(votesIn(status), validators);
  }

  #remember(atS: number, uses: readonly DiskUse[]): WattproofError | undefined {
    const nodes = Object.fromEntries(
      uses.map(({ node, dataBytes, logBytes, freeBytes }) => [node, { usedBytes: dataBytes + logBytes, freeBytes }]),
    );
    const history = uses.length === 0 ? this.#history : withSample(this.#history, { atS, nodes });
    const isNew = history.at(-1)?.atS === atS && this.#history.at(-1)?.atS !== atS;
    this.#history = history;
    let problem = this.#problem;
    this.#problem = undefined;
    try {
      if (isNew) writeHistory(this.#network.folder, history);
    } catch (error) {
      if (!(error instanceof WattproofError)) throw error;
      problem = error;
    }
    return problem;
  }

  #forecast(uses: readonly DiskUse[]): readonly NodeDisk[] {
    const all = uses.map((use) => ({ use, rates: diskRates(this.#history, use.node) }));
    return all.map(({ use, rates }) => {
      const sharing = all.filter((each) => each.use.device === use.device).map((each) => each.rates);
      return { ...use, ...forecastDisk(rates, sharing, use.freeBytes) };
    });
  }
}

/** Three rounds that failed, each twice as long as the one before, and the block that comes then. */
function headAgeMostS(genesis: OpenedNetwork["genesis"]): number {
  return 2 * blockPeriodS(genesis) + 7 * requestTimeoutS(genesis);
}

/** Validators that neither made nor sealed one of the newest blocks. */
function asleepIn({ blocks, validators }: NetworkStatus): readonly Hex[] {
  const active = activeIn(blocks.slice(0, blocksToBeSeenIn(validators.length)));
  return validators.filter((address) => !active.has(address));
}

/** Share of blocks that a round above 0 made. */
function laterRoundRatio(blocks: readonly SealedBlock[]): number | undefined {
  return blocks.length === 0 ? undefined : blocks.filter(({ round }) => round > 0).length / blocks.length;
}

function votesIn({ blocks, nodes }: NetworkStatus): readonly CastVote[] {
  return [
    ...nodes.flatMap(({ node, report }) =>
      (report?.pendingVotes ?? []).map((vote) => ({ ...vote, voter: node.address, block: undefined })),
    ),
    ...blocks.flatMap(({ proposer, number, vote }) => (vote ? [{ ...vote, voter: proposer, block: number }] : [])),
  ];
}

function isSeen<T extends object>(reading: T | WattproofError): reading is T {
  return !(reading instanceof WattproofError);
}

async function settled<T>(reading: Promise<T>): Promise<T | WattproofError> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof WattproofError) return error;
    throw error;
  }
}
