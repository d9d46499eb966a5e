import { once } from "node:events";
import { createApi, listenOnLoopback } from "../api/index.js";
import { type Hex, structHashOf } from "../protocol/index.js";
import { checkpointBattery } from "./batteries/checkpointBattery.js";
import { type JoinedBattery, joinBatteries } from "./batteries/joinBatteries.js";
import { Closing } from "./closing.js";
import { type JoinedCommunity, joinCommunity } from "./community/joinCommunity.js";
import { parsePrice } from "./community/price.js";
import { feedOracle } from "./feedOracle.js";
import type { DemoOptions, DemoProgress } from "./options.js";
import { evidenceFileName, writeEvidence, writeSummary } from "./outputs.js";
import { ensurePage } from "./page.js";
import { createReplay, type Replay } from "./replay.js";
import { type DemoSources, readSources } from "./sources.js";
import { openStage, type Stage } from "./stage.js";
import { summarize } from "./summarize.js";
import type { DemoSummary } from "./summary.js";

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

const NOTHING = (): void => undefined;

/**
 * Replays real data from simulated devices to settled money and verified batteries, on a chain of its own; then serves
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
    let progress: DemoProgress = { phase: "chain", done: 0, total: 1, label: "Starting the chain", finished: false };
    const tell = (next: DemoProgress): void => {
      progress = next;
      options.onProgress?.(next);
    };
    tell(progress);
    const onProblem = options.onProblem ?? NOTHING;
    const page = options.once ? undefined : ensurePage();
    const [stage, staticDir] = await Promise.all([openStage(closing, onProblem), page]);
    const run: Run = { options, stage, sources, tell };
    if (staticDir !== undefined) await servePage(run, staticDir, () => progress, closing);

    const joined = await join(run, pricePerKWh);
    const last = await replay(run, joined);
    await settleAndCheckpoint(run, joined, last);
    const summary = await conclude(run, joined, () => (performance.now() - startedAtMs) / 1000);
    tell({ phase: "live", done: 1, total: 1, label: "Everything is on the chain", finished: true });
    if (!options.once) await aborted(options.signal);
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
  options.onPage?.(await listenOnLoopback(app, options.port));
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
      })),
    batteries: await joinBatteries({
      ...common,
      histories: batteries.histories,
      onBattery: ({ identifier, device }) => enrolled(identifier, device),
    }),
  };
}

/** Feeds the oracle hour by hour. Returns the hash of each battery's latest cycle. */
async function replay({ options, stage, sources, tell }: Run, joined: Joined): Promise<ReadonlyMap<string, Hex>> {
  const { oracle } = stage;
  const { community, batteries } = sources;
  for (const rejection of batteries.rejections) await oracle.reject(rejection);
  const { total, steps }: Replay = createReplay({
    rows: community?.rows ?? [],
    ...(community === undefined ? {} : { startS: community.startS }),
    meters: joined.community?.meters ?? new Map(),
    batteries: joined.batteries,
  });
  const batteryOf = new Map(joined.batteries.map(({ identifier, battery }) => [battery.device.id, identifier]));
  const last = new Map<string, Hex>();
  let done = 0;
  for (const { records, rejections, startS } of steps) {
    for (const rejection of rejections) await oracle.reject(rejection);
    await feedOracle(oracle, records, options.signal);
    for (const { record } of records) {
      const identifier = batteryOf.get(record.header.device);
      if (identifier !== undefined) last.set(identifier, structHashOf(record));
    }
    done += 1;
    const at = startS === undefined ? `step ${done}` : new Date(Number(startS) * 1000).toISOString().slice(0, 16);
    tell({ phase: "replay", done, total, label: `Replaying ${at.replace("T", " ")}`, finished: false });
  }
  return last;
}

async function settleAndCheckpoint(
  { stage, tell }: Run,
  joined: Joined,
  last: ReadonlyMap<string, Hex>,
): Promise<void> {
  const { oracle, indexer, contracts, consortium, provider } = stage;
  const total = last.size + 1;
  tell({ phase: "settlement", done: 0, total, label: "Settling the last hours", finished: false });
  await oracle.flush();
  await indexer.waitFor(await provider.getBlockNumber());
  let done = 1;
  for (const { identifier } of joined.batteries) {
    const recordHash = last.get(identifier);
    if (recordHash === undefined) continue;
    tell({ phase: "evidence", done, total, label: `Checkpointing ${identifier}`, finished: false });
    await checkpointBattery(contracts, consortium.batteryMaker, indexer.queries, identifier, recordHash);
    done += 1;
  }
  await indexer.waitFor(await provider.getBlockNumber());
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
    const identifiers = sources.batteries.histories.map(({ identifier }) => identifier);
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

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
