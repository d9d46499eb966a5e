import { once } from "node:events";
import { createApi, listenOnLoopback } from "../api/index.js";
import { type Hex, type Rejection, structHashOf } from "../protocol/index.js";
import { checkpointBattery } from "./batteries/checkpointBattery.js";
import { type JoinedBattery, joinBatteries } from "./batteries/joinBatteries.js";
import { startEmbeddedChain } from "./chain/embeddedChain.js";
import { openNetworkChain } from "./chain/networkChain.js";
import type { StageChain } from "./chain/stageChain.js";
import { Closing } from "./closing.js";
import { type JoinedCommunity, joinCommunity } from "./community/joinCommunity.js";
import { parsePrice } from "./community/price.js";
import { CheckpointNotProven } from "./errors.js";
import { feedOracle } from "./feedOracle.js";
import type { DemoOptions, DemoProgress } from "./options.js";
import { evidenceFileName, requireOutputs, writeEvidence, writeSummary } from "./outputs.js";
import { ensurePage } from "./page.js";
import { createReplay, type Replay } from "./replay.js";
import { type DemoSources, readSources } from "./sources.js";
import { openStage, type Stage } from "./stage.js";
import { summarize } from "./summarize.js";
import type { DemoSummary } from "./summary.js";
import { untilAborted } from "./untilAborted.js";

/** Everything that joined the stage for one run. */
interface Run {
  readonly options: DemoOptions;
  readonly stage: Stage;
  readonly sources: DemoSources;
  readonly tell: (progress: DemoProgress) => void;
}

interface Joined {
  readonly community: JoinedCommunity | undefined;
  readonly batteries: readonly JoinedBattery[];
}

/** Hashes of the cycles that each battery's device signed, in order, by device id. */
type SignedCycles = ReadonlyMap<Hex, readonly Hex[]>;

const NOTHING = (): void => undefined;

/**
 * Replays real data from simulated devices to settled money and verified batteries, on a chain of its own or one that runs; then serves
 * the page until the signal, or ends at once with `once`.
 * @returns The summary; undefined if the signal came before the replay had ended.
 * Throws the named errors of demo/, oracle/, indexer/ and api/.
 */
export async function runDemo(options: DemoOptions): Promise<DemoSummary | undefined> {
  const startedAtMs = performance.now();
  const closing = new Closing();
  try {
    const pricePerKWh = parsePrice(options.pricePerKWh);
    const sources = await readSources(options);
    if (options.out !== undefined) {
      const present = requireOutputs(options.out, identifiersOf(sources));
      const message = `${present.join(", ")} of an earlier run in ${options.out} will be overwritten`;
      if (present.length > 0) options.onProblem?.({ message });
    }
    let progress: DemoProgress = {
      phase: "chain",
      done: 0,
      total: 1,
      label: options.rpc === undefined ? "Starting the chain" : "Founding on the chain",
      finished: false,
    };
    const tell = (next: DemoProgress): void => {
      progress = next;
      options.onProgress?.(next);
    };
    tell(progress);
    const onProblem = options.onProblem ?? NOTHING;
    const building = options.once ? undefined : ensurePage();
    const { rpc } = options;
    const opening = openStage<StageChain>({
      open: (hardhat) => (rpc === undefined ? startEmbeddedChain(hardhat) : openNetworkChain(hardhat, rpc)),
      closing,
      onProblem,
    });
    // Both are waited for, also where one fails: what the stage opens late would otherwise never be closed.
    await Promise.allSettled([opening, building]);
    const stage = await opening;
    const staticDir = await building;
    const run: Run = { options, stage, sources, tell };
    if (staticDir !== undefined) await servePage(run, staticDir, () => progress, closing);

    const joined = await join(run, pricePerKWh);
    const signed = await replay(run, joined);
    await settleAndCheckpoint(run, joined, signed);
    const summary = await conclude(run, joined, () => (performance.now() - startedAtMs) / 1000);
    tell({ phase: "live", done: 1, total: 1, label: "Everything is on the chain", finished: true });
    if (options.once) return summary;
    tellSettled(run, joined);
    await aborted(options.signal);
    return summary;
  } catch (error) {
    if (options.signal.aborted) return undefined;
    throw error;
  } finally {
    await closing.run();
  }
}

async function servePage(
  { options, stage }: Run,
  staticDir: string,
  progress: () => DemoProgress,
  closing: Closing,
): Promise<void> {
  const { oracle, indexer, rpcUrl } = stage;
  const { directory } = stage.contracts;
  const app = await createApi({
    queries: indexer.queries,
    pipeline: () => oracle.counts(),
    rejections: () => oracle.rejections(),
    progress,
    chain: { rpcUrl },
    onChange: (listener) => indexer.onChange(listener),
    staticDir,
    onFailure: options.onProblem ?? NOTHING,
  });
  closing.add(() => app.close());
  options.onPage?.(await listenOnLoopback(app, options.port), { rpcUrl, directory });
}

/** Enrols every device, signs every agreement and issues every passport. */
async function join({ options, stage, sources, tell }: Run, pricePerKWh: bigint): Promise<Joined> {
  const { contracts, consortium, chainId, domain, labels } = stage;
  const { community, batteries } = sources;
  const total = (community?.homes.length ?? 0) + batteries.histories.length;
  let done = 0;
  const enrolled = (label: string, device: { readonly id: Hex }): void => {
    options.signal.throwIfAborted();
    labels.set(device.id, label);
    done += 1;
    tell({ phase: "devices", done, total, label: `Enrolled ${label}`, finished: false });
  };
  const nowS = await stage.nowS();
  const common = { contracts, consortium, domain, nowS };
  return {
    community:
      community &&
      (await joinCommunity({
        ...common,
        chainId,
        community,
        pricePerKWh,
        onMeter: ({ home, device }) => enrolled(home, device),
        signal: options.signal,
      })),
    batteries: await joinBatteries({
      ...common,
      histories: batteries.histories,
      corrections: sources.corrections,
      onBattery: ({ identifier, device }) => enrolled(identifier, device),
    }),
  };
}

/** Feeds the oracle hour by hour. Returns the hashes of each battery's cycles in order. */
async function replay({ options, stage, sources, tell }: Run, joined: Joined): Promise<SignedCycles> {
  const { oracle } = stage;
  const { community, batteries } = sources;
  const { signal } = options;
  const reject = async (rejections: readonly Rejection[]): Promise<void> => {
    for (const rejection of rejections) {
      signal.throwIfAborted();
      await oracle.reject(rejection);
    }
  };
  await reject(batteries.rejections);
  if (batteries.rejections.length > 0) {
    const message = `${batteries.rejections.length} rows of battery cycles were rejected`;
    options.onProblem?.({ message, reason: "`wattproof ingest check FILE` names each of them" });
  }
  const { total, steps }: Replay = createReplay({
    rows: community?.rows ?? [],
    ...(community === undefined ? {} : { startS: community.startS }),
    meters: joined.community?.meters ?? new Map(),
    batteries: joined.batteries,
  });
  const signed = new Map<Hex, Hex[]>(joined.batteries.map(({ battery }) => [battery.device.id, []]));
  let done = 0;
  for (const { records, rejections, startS } of steps) {
    await reject(rejections);
    await feedOracle(oracle, records, signal);
    for (const { record } of records) signed.get(record.header.device)?.push(structHashOf(record));
    done += 1;
    const at = startS === undefined ? `step ${done}` : new Date(Number(startS) * 1000).toISOString().slice(0, 16);
    tell({ phase: "replay", done, total, label: `Replaying ${at.replace("T", " ")}`, finished: false });
  }
  return signed;
}

async function settleAndCheckpoint({ options, stage, tell }: Run, joined: Joined, signed: SignedCycles): Promise<void> {
  const { oracle, indexer, contracts, consortium, provider } = stage;
  const { signal, onProblem = NOTHING } = options;
  const total = joined.batteries.length + 1;
  tell({ phase: "settlement", done: 0, total, label: "Settling the last hours", finished: false });
  await untilAborted(signal, oracle.flush());
  await untilAborted(signal, indexer.waitFor(await provider.getBlockNumber()));
  for (const [index, { identifier, battery }] of joined.batteries.entries()) {
    signal.throwIfAborted();
    tell({ phase: "evidence", done: index + 1, total, label: `Checkpointing ${identifier}`, finished: false });
    const recordHashes = signed.get(battery.device.id) ?? [];
    try {
      await checkpointBattery(contracts, consortium.batteryMaker, indexer.queries, identifier, recordHashes);
    } catch (error) {
      if (!(error instanceof CheckpointNotProven)) throw error;
      onProblem(error);
    }
  }
  await untilAborted(signal, indexer.waitFor(await provider.getBlockNumber()));
}

/** Names a home that bought energy, so that its bill can be looked at while the chain is there. */
function tellSettled({ options, stage, sources }: Run, { community: joined }: Joined): void {
  const home = joined?.matching.consumers[0];
  const household = home === undefined ? undefined : joined?.households.get(home);
  const { community } = sources;
  if (household === undefined || community === undefined) return;
  const { startS: fromS, endS: toS } = community;
  const { rpcUrl, contracts } = stage;
  options.onSettled?.(
    { home: household.home, account: household.address, fromS, toS },
    { rpcUrl, directory: contracts.directory },
  );
}

async function conclude(
  { options, stage, sources }: Run,
  joined: Joined,
  elapsedS: () => number,
): Promise<DemoSummary> {
  const { indexer, provider, contracts } = stage;
  const { out: folder } = options;
  const { queries } = indexer;
  if (folder !== undefined) {
    const identifiers = identifiersOf(sources);
    await writeEvidence({ folder, queries, provider, directory: contracts.directory, identifiers });
  }
  const summary = await summarize({
    queries,
    sources,
    joined: joined.community,
    currency: await contracts.token.currency(),
    evidenceOf: (identifier) => (folder === undefined ? null : evidenceFileName(identifier)),
    elapsedS: elapsedS(),
  });
  if (folder !== undefined) writeSummary(folder, summary);
  return summary;
}

function identifiersOf({ batteries }: DemoSources): string[] {
  return batteries.histories.map(({ identifier }) => identifier);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
