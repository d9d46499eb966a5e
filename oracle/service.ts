import type { ReadBatch } from "../protocol/archive.js";
import { WattproofError } from "../protocol/errors.js";
import type { Hex } from "../protocol/hex.js";
import type { SignedRecord } from "../protocol/records/record.js";
import type { PipelineCounts, Rejection } from "../protocol/states.js";
import {
  AccessManager__factory,
  DeviceRegistry__factory,
  EnergySettlement__factory,
  RecordAnchor__factory,
  SupplyAgreements__factory,
} from "../typechain-types/index.js";
import { Anchoring } from "./anchoring/anchoring.js";
import { streamOfState } from "./anchoring/stream.js";
import { Buffer, StateUnusable } from "./buffer/index.js";
import { type Chain, connectChain } from "./chain/connectChain.js";
import { ChainUnreachable } from "./chain/errors.js";
import { watchRetirement } from "./chain/watchRetirement.js";
import { ChangeSignal } from "./changeSignal.js";
import { type Equivocation, equivocationsOf } from "./equivocations.js";
import { OracleFailed } from "./errors.js";
import { ORACLE_DEFAULTS, type OracleOptions, type OracleSettings, SILENT_LOG } from "./options.js";
import { Relayer } from "./relayer/index.js";
import { reporting } from "./reporting.js";
import { settling } from "./settling.js";
import { DeviceDirectory } from "./verification/deviceDirectory.js";
import { Intake, type Origin } from "./verification/intake.js";
import type { SubmitResult } from "./verification/result.js";

export interface FlushOptions {
  /** True at the end of all input: closes what is missing with gaps at once. */
  readonly closeGaps?: boolean;
}

/** A running oracle. */
export interface Oracle {
  /** Stream that its batches are in. */
  readonly stream: Hex;
  /** Account that it sends from, lower case. */
  readonly publisher: Hex;
  /**
   * Takes signed records in the order given. A result other than `refused` comes after the commit: the sender may then
   * forget the record. Throws `StateUnusable` or `OracleClosed`; nothing was then acknowledged.
   * @param origin Where they come from, for the list of rejections; `submit` by default.
   */
  submit(records: readonly SignedRecord[], origin?: Origin): Promise<SubmitResult[]>;
  /** Lists what an adapter could not read. The same rejection is listed once, however often it is handed in. */
  reject(rejection: Rejection): Promise<void>;
  /**
   * Batches, anchors and settles everything that was accepted; resolves when all of it is final. What is delayed stays
   * so unless gaps are to be closed. Throws what stopped the oracle.
   */
  flush(options?: FlushOptions): Promise<void>;
  counts(): PipelineCounts;
  /** Everything that was refused for good: records, and intervals that could not be settled. */
  rejections(): Promise<Rejection[]>;
  /** Pairs of different records that a device signed for one sequence: each proves the device's equivocation on chain. */
  equivocations(): Promise<Equivocation[]>;
  /** The archive of this oracle's batches. A batch is readable as soon as it is composed; the chain says if it counts. */
  readonly readBatch: ReadBatch;
  /** Calls `listener` soon after counts have changed. @returns Ends the calls. */
  onChange(listener: (counts: PipelineCounts) => void): () => void;
  /** Resolves to what stopped the oracle for good, if anything ever does. */
  readonly failed: Promise<WattproofError>;
  /** Takes nothing more, lets what is under way end, and leaves the rest on the disk for the next start. */
  close(): Promise<void>;
}

/** Wait between two looks whether a contract is retired, ms: a decision waits in the timelock for longer. */
const RETIREMENT_LOOK_MS = 15_000;
/** How long `close` waits for transactions that are on their way; they are on the disk in any case, ms. */
const DRAIN_MS = 5_000;

const CONTRACT_ERRORS = [
  RecordAnchor__factory,
  EnergySettlement__factory,
  SupplyAgreements__factory,
  DeviceRegistry__factory,
  AccessManager__factory,
].map((factory) => factory.createInterface());

/**
 * Starts an oracle on its state, or makes a new one.
 * Throws `ChainUnreachable`, `DirectoryNotFound`, `ContractRetired`, `StateOfAnotherChain`, `StateInUse`, `StateUnusable` or `PublisherChanged`.
 */
export async function createOracle(options: OracleOptions): Promise<Oracle> {
  const settings: OracleSettings = { ...ORACLE_DEFAULTS, ...options };
  const chain = await connectChain(options.rpcUrl, options.directory, settings.pollMs);
  try {
    const buffer = await Buffer.open(options.stateDirectory, chain);
    try {
      return await compose(settings, chain, buffer);
    } catch (error) {
      await buffer.close();
      throw error;
    }
  } catch (error) {
    chain.provider.destroy();
    throw error;
  }
}

async function compose(settings: OracleSettings, chain: Chain, buffer: Buffer): Promise<Oracle> {
  const { signer, pollMs, log = SILENT_LOG } = settings;
  const publisher = (await signer.getAddress()).toLowerCase() as Hex;
  const stream = await streamOfState(buffer, publisher);
  const changes = new ChangeSignal(() => buffer.counts());
  const onChange = () => changes.announce();
  const onTrouble = (error: unknown) => log.warn({ reason: oneLine(error) }, "trouble with the chain, trying again");
  let fail: (error: WattproofError) => void = () => undefined;
  const failed = new Promise<WattproofError>((resolve) => {
    fail = resolve;
  });
  const onFatal = (error: unknown) => {
    const named = error instanceof WattproofError ? error : new OracleFailed(error);
    log.error({ code: named.code, reason: named.message }, "the oracle has stopped");
    fail(named);
  };
  const devices = new DeviceDirectory({
    provider: chain.provider,
    registry: chain.contracts.DeviceRegistry,
    domain: chain.domain,
    maxAgeMs: settings.statusMaxAgeMs,
  });
  const ledger = EnergySettlement__factory.connect(chain.contracts.EnergySettlement, chain.provider);
  const correctionsOf = async (meter: Hex) => Number(await ledger.correctionsOf(meter));
  const intake = await Intake.open({ ...settings, buffer, devices, correctionsOf, onChainTrouble: onTrouble });
  const relayer = new Relayer({
    provider: chain.provider,
    signer,
    chainId: chain.chainId,
    log: buffer.transactions,
    errors: CONTRACT_ERRORS,
    ...(settings.gasPrice !== undefined && { gasPrice: settings.gasPrice }),
    pollMs,
    onTrouble,
  });
  const policy = { maxLeaves: settings.batchMaxLeaves, maxAgeMs: settings.batchMaxAgeMs };
  const { predecessor } = settings;
  const readBatch: ReadBatch = async (id, sequence) =>
    id === stream.id ? buffer.batches.read(id, sequence) : undefined;
  const shared = { chain, buffer, relayer, onFatal, onTrouble };
  const reports = settings.reportsDeliveries
    ? await reporting({ ...shared, stream, readBatch, onChange }).catch(outOfReach)
    : undefined;
  const anchoring = new Anchoring({
    ...shared,
    stream,
    predecessor,
    policy,
    onChange: () => {
      reports?.wake();
      onChange();
    },
  });
  const { closingWaitS } = settings;
  const settlement = settling({ ...shared, closingWaitS, onChange });
  await relayer.start().catch(outOfReach);
  await anchoring.start();
  settlement.start();
  reports?.start();
  const gapTimer = setInterval(() => void closeGaps().catch(onFatal), gapCheckMs(settings.gapWaitS));
  const endWatch = watchRetirement({ chain, everyMs: RETIREMENT_LOOK_MS, onRetired: onFatal, onTrouble });
  let closing: Promise<void> | undefined;

  async function accepted<T>(work: Promise<T>): Promise<T> {
    const result = await work.catch((error: unknown) => {
      if (error instanceof StateUnusable) onFatal(error);
      throw error;
    });
    anchoring.wake();
    settlement.wake();
    onChange();
    return result;
  }
  const closeGaps = (all = false) => accepted(intake.closeGaps(all));

  async function drain(): Promise<void> {
    clearInterval(gapTimer);
    endWatch();
    await intake.close();
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise((resolve) => {
      timer = setTimeout(resolve, DRAIN_MS);
    });
    await Promise.race([relayer.idle(), enough]);
    clearTimeout(timer);
    await Promise.all([anchoring.close(), settlement.close(), reports?.close(), relayer.close()]);
    await buffer.close();
    chain.provider.destroy();
    changes.close();
  }

  return {
    stream: stream.id,
    publisher,
    failed,
    submit: (records, origin = { source: "submit" }) => accepted(intake.submit(records, origin)),
    reject: (rejection) => accepted(intake.reject(rejection)),
    async flush({ closeGaps: all = false } = {}) {
      if (all) await closeGaps(true);
      await anchoring.flush();
      await settlement.flush();
      await reports?.flush();
    },
    counts: () => buffer.counts(),
    rejections: () => buffer.rejections(),
    equivocations: () => equivocationsOf(buffer, stream.id),
    readBatch,
    onChange: (listener) => changes.listen(listener),
    close: () => {
      closing ??= drain();
      return closing;
    },
  };
}

/** Gaps are looked for often enough that none is late by more than a quarter of its wait. */
function gapCheckMs(gapWaitS: number): number {
  return Math.min(5_000, Math.max(100, gapWaitS * 250));
}

function outOfReach(error: unknown): never {
  throw error instanceof WattproofError ? error : new ChainUnreachable(error);
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]?.slice(0, 300) ?? "";
}
