import { createHash } from "node:crypto";
import { type Hex, toHex, ZERO_HASH } from "../../protocol/hex.js";
import { GapReason } from "../../protocol/records/gap.js";
import type { DeviceRecord, SignedRecord } from "../../protocol/records/record.js";
import { structHashOf } from "../../protocol/records/structHash.js";
import type { Rejection } from "../../protocol/states.js";
import { type AcceptedLeaf, type Buffer, BufferFull, type DeviceHead, signatureOf } from "../buffer/index.js";
import { hashOfReceived } from "./checkShape.js";
import { checkEnvelope, checkSigned } from "./checkSigned.js";
import { checkContinuation, fallenRegister, moveHead } from "./continuation.js";
import type { DeviceDirectory } from "./deviceDirectory.js";
import { RecordRefused, SequenceForked } from "./errors.js";
import { GroupCommit } from "./groupCommit.js";
import type { Outcome, SubmitResult } from "./result.js";
import { type Waiting, WaitingRoom } from "./waitingRoom.js";

export interface IntakeOptions {
  readonly buffer: Buffer;
  readonly devices: DeviceDirectory;
  /** How many corrections of a meter the chain has. Throws what the provider throws. */
  readonly correctionsOf: (meter: Hex) => Promise<number>;
  /** Most records that may be on their way to the chain. */
  readonly capacity: number;
  /** Most records of one device that may wait for a predecessor. */
  readonly maxDelayedPerDevice: number;
  /** Wait for a missing record before a gap closes it, s. */
  readonly gapWaitS: number;
  /** How far ahead of this clock a record's time may be, s. */
  readonly maxFutureS: number;
  /** Told when the chain cannot be asked; records of devices that are known are taken all the same. */
  readonly onChainTrouble: (error: unknown) => void;
}

/** Where submitted records come from, as rejections will name it. */
export interface Origin {
  /** Name of the file, or `submit`. */
  readonly source: string;
  /** Position of the record at `index` of the submission; its sequence by default. */
  readonly positionOf?: (index: number) => string;
}

interface Arrival {
  readonly signed: SignedRecord;
  readonly structHash: Hex;
  readonly source: string;
  /** Answers of the registry that are older than this do not suffice for a rejection, ms. */
  readonly sinceMs: number;
}

/** A record that is taken. */
interface Accepting {
  readonly structHash: Hex;
  /** Of its meter, as they count from this record on. */
  readonly corrections: number;
  readonly receivedAtS: number;
}

/** Codes of records that are refused for now rather than rejected for good. */
const FOR_NOW: ReadonlySet<string> = new Set(["BufferFull", "DelayedFull", "ChainUnavailable"]);

const nowS = () => Math.floor(Date.now() / 1000);

/** Judges every record, one after the other: keeps what is good, lists what is not. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #commits: GroupCommit;
  readonly #waiting = new WaitingRoom();

  private constructor(options: IntakeOptions) {
    this.#options = options;
    this.#commits = new GroupCommit(options.buffer);
  }

  static async open(options: IntakeOptions): Promise<Intake> {
    const intake = new Intake(options);
    for (const { device, ...waiting } of await options.buffer.delayed()) {
      intake.#waiting.add(device, { ...waiting, structHash: structHashOf(waiting.signed.record) });
    }
    return intake;
  }

  /**
   * Takes records in the order given. Results are in the same order and come after the commit.
   * Throws `StateUnusable` if the disk does not take them: nothing was then acknowledged.
   */
  async submit(records: readonly SignedRecord[], { source, positionOf }: Origin): Promise<SubmitResult[]> {
    return this.#commits.run(async () => {
      await this.#options.devices.refresh().catch(this.#options.onChainTrouble);
      const sinceMs = Date.now();
      const results: SubmitResult[] = [];
      for (const [index, signed] of records.entries()) {
        results.push(await this.#take(signed, source, positionOf?.(index), sinceMs));
        await this.#commits.checkpoint();
      }
      return results;
    });
  }

  /** Lists what an adapter could not read. */
  async reject(rejection: Rejection): Promise<void> {
    await this.#commits.run(async () => {
      this.#commits.group.rejected.push({ rejection, scope: "record" });
    });
  }

  /** Closes with a gap what has been missing for the stated wait; with `all`, whatever is missing. */
  async closeGaps(all = false): Promise<void> {
    await this.#commits.run(async () => {
      const sinceS = all ? Number.POSITIVE_INFINITY : nowS() - this.#options.gapWaitS;
      // Devices of which a record waits for the chain rather than for its predecessor.
      const halted = new Set<Hex>();
      const findOverdue = () => this.#waiting.overdue(sinceS).filter(({ device }) => !halted.has(device));
      for (let overdue = findOverdue(); overdue.length > 0; overdue = findOverdue()) {
        await this.#options.devices.refresh().catch(this.#options.onChainTrouble);
        for (const { device, lowest } of overdue) {
          if (!(await this.#closeGap(device, lowest))) halted.add(device);
          await this.#commits.checkpoint();
        }
      }
    });
  }

  /** Takes nothing more; resolves when what is under way is on the disk. */
  async close(): Promise<void> {
    await this.#commits.close();
  }

  async #take(signed: SignedRecord, source: string, position: string | undefined, sinceMs: number) {
    let structHash: Hex | undefined;
    try {
      structHash = hashOfReceived(signed, BigInt(nowS() + this.#options.maxFutureS));
      const outcome = await this.#judge({ signed, structHash, source, sinceMs });
      return { outcome, structHash } satisfies SubmitResult;
    } catch (error) {
      if (!(error instanceof RecordRefused || error instanceof BufferFull)) throw error;
      const forNow = FOR_NOW.has(error.code);
      if (!forNow) this.#list(signed, structHash, source, position, error);
      const outcome: Outcome = forNow ? "refused" : "rejected";
      return { outcome, code: error.code, reason: error.message, ...(structHash && { structHash }) };
    }
  }

  async #judge(arrival: Arrival): Promise<Outcome> {
    const { signed, structHash, source } = arrival;
    const { device } = signed.record.header;
    const sequence = Number(signed.record.header.sequence);
    const seen = await this.#options.buffer.headOf(device);
    if (seen && sequence <= seen.sequence) return this.#judgeOld(seen, arrival);
    await this.#requireSigned(arrival, true);
    const waiting = this.#waiting.get(device, sequence);
    if (waiting && waiting.structHash !== structHash) throw new SequenceForked(waiting.signed, waiting.structHash);
    if (waiting) return "delayed";
    checkEnvelope(signed);
    this.#requireRoom();
    const head = seen ?? this.#options.buffer.newHead(device);
    if (sequence > head.sequence + 1) {
      this.#delay(head, { signed, structHash, source, receivedAtS: nowS() });
      return "delayed";
    }
    const corrections = await this.#correctionsFor(head, signed).catch(chainUnavailable);
    checkContinuation(head, signed, corrections);
    await this.#requireCorrected(head, signed);
    this.#accept(head, signed, { structHash, corrections, receivedAtS: nowS() });
    await this.#takeUp(head);
    return "buffered";
  }

  /** A record whose place in its device's history is taken. */
  async #judgeOld(head: DeviceHead, arrival: Arrival): Promise<Outcome> {
    const { signed, structHash } = arrival;
    const sequence = Number(signed.record.header.sequence);
    // What this group has accepted is not in the tables yet.
    if (this.#commits.group.heads.has(head)) await this.#commits.commit();
    const leaf = await this.#options.buffer.leafAt(head, sequence);
    const taken = leaf && leaf.toSequence === null ? toHex(leaf.structHash) : undefined;
    if (leaf && taken === structHash && signatureOf(leaf.payload) === signed.signature) return "duplicate";
    await this.#requireSigned(arrival, false);
    if (taken === structHash) return "duplicate";
    const first = taken && (await this.#options.buffer.recordAt(head, sequence));
    if (first) throw new SequenceForked(first, taken);
    throw new RecordRefused("LateAfterGap", `Record ${sequence} came after the gap which says that it never came.`);
  }

  async #requireSigned({ signed, structHash, sinceMs }: Arrival, mustBeActive: boolean): Promise<void> {
    const { device } = signed.record.header;
    const { devices } = this.#options;
    const known = await devices.lookUp(device).catch(chainUnavailable);
    try {
      checkSigned(known, signed, structHash, mustBeActive);
    } catch (error) {
      if (known.readAtMs >= sinceMs) throw error;
      checkSigned(await devices.read(device).catch(chainUnavailable), signed, structHash, mustBeActive);
    }
  }

  /** The chain is asked only where a register fell. */
  async #correctionsFor(head: DeviceHead, { record }: SignedRecord): Promise<number> {
    if (fallenRegister(head, record) === undefined) return head.corrections;
    return this.#options.correctionsOf(head.device);
  }

  /** A correction names a charge cycle that this device sent before. */
  async #requireCorrected(head: DeviceHead, { record }: SignedRecord): Promise<void> {
    if (record.type !== "ChargeCycle" || record.measurements.supersedes === ZERO_HASH) return;
    const { supersedes } = record.measurements;
    const isThat = ({ leaf, structHash }: AcceptedLeaf) =>
      structHash === supersedes && "record" in leaf && leaf.record.type === "ChargeCycle" && isOf(head, leaf.record);
    // What this group has accepted is not in the tables yet.
    if (this.#commits.group.accepted.some(isThat)) return;
    if (await this.#options.buffer.hasCycle(head, supersedes)) return;
    const message = `Record ${record.header.sequence} corrects ${supersedes}, which is no charge cycle of its device.`;
    throw new RecordRefused("CorrectionUnknown", message);
  }

  #requireRoom(): void {
    const { buffer, capacity } = this.#options;
    const { accepted, delayed, undelayed } = this.#commits.group;
    const backlog = buffer.backlog + accepted.length + delayed.length - undelayed.length;
    if (backlog >= capacity) throw new BufferFull(capacity);
  }

  #delay(head: DeviceHead, waiting: Waiting): void {
    const { maxDelayedPerDevice, capacity } = this.#options;
    const ofDevice = this.#waiting.countOf(head.device);
    // The other half of the buffer stays free for the records that everything here waits for.
    if (ofDevice >= maxDelayedPerDevice || 2 * this.#waiting.size >= capacity) {
      const message = `${ofDevice} records of the device and ${this.#waiting.size} in all wait for a predecessor already.`;
      throw new RecordRefused("DelayedFull", message);
    }
    this.#waiting.add(head.device, waiting);
    this.#commits.group.delayed.push({ head, ...waiting });
    this.#commits.group.heads.add(head);
  }

  #accept(head: DeviceHead, signed: SignedRecord, { structHash, corrections, receivedAtS }: Accepting): void {
    const timestampS = Number(signed.record.header.timestampS);
    this.#commits.group.accepted.push({ head, leaf: signed, structHash, timestampS, receivedAtS });
    this.#commits.group.heads.add(head);
    moveHead(head, signed, structHash, corrections);
  }

  /**
   * Takes up every waiting record that has its predecessor now.
   * @returns False if one goes on waiting, because the chain could not be asked.
   */
  async #takeUp(head: DeviceHead): Promise<boolean> {
    const { device } = head;
    for (;;) {
      const sequence = head.sequence + 1;
      const waiting = this.#waiting.get(device, sequence);
      if (!waiting) return true;
      const { signed, structHash, source, receivedAtS } = waiting;
      const corrections = await this.#correctionsFor(head, signed).catch(this.#options.onChainTrouble);
      if (corrections === undefined) return false;
      this.#waiting.remove(device, sequence);
      this.#commits.group.undelayed.push({ head, sequence });
      try {
        const known = await this.#options.devices.lookUp(device).catch(this.#options.onChainTrouble);
        // While it waited, its device may have been stopped or have changed its key.
        if (known) checkSigned(known, signed, structHash, true);
        checkContinuation(head, signed, corrections);
        await this.#requireCorrected(head, signed);
        this.#accept(head, signed, { structHash, corrections, receivedAtS });
      } catch (error) {
        if (!(error instanceof RecordRefused)) throw error;
        this.#list(signed, structHash, source, undefined, error);
        return true;
      }
    }
  }

  async #closeGap(device: Hex, lowest: number): Promise<boolean> {
    const head = await this.#options.buffer.headOf(device);
    const following = this.#waiting.get(device, lowest);
    if (!head || !following) return true;
    if (lowest > head.sequence + 1) {
      const fromSequence = BigInt(head.sequence + 1);
      const toSequence = BigInt(lowest - 1);
      const leaf = { type: "Gap", device, fromSequence, toSequence, reason: GapReason.NeverArrived } as const;
      const timestampS = Number(following.signed.record.header.timestampS);
      const structHash = structHashOf(leaf);
      this.#commits.group.accepted.push({ head, leaf, structHash, timestampS, receivedAtS: nowS() });
      this.#commits.group.heads.add(head);
      head.sequence = lowest - 1;
      head.structHash = undefined;
    }
    return this.#takeUp(head);
  }

  #list(
    signed: SignedRecord,
    structHash: Hex | undefined,
    source: string,
    position: string | undefined,
    error: RecordRefused | BufferFull,
  ): void {
    const header = structHash && signed.record.header;
    const rejection = {
      source,
      position: position ?? (header ? `sequence ${header.sequence}` : "a record without encoding"),
      ...(header && { device: header.device }),
      code: error.code,
      reason: error.message,
      receivedAtS: BigInt(nowS()),
    };
    const equivocation = error instanceof SequenceForked ? { first: error.first, second: signed } : undefined;
    this.#commits.group.rejected.push({
      scope: "record",
      rejection,
      identity: structHash ?? fingerprintOf(signed),
      ...(equivocation && { equivocation }),
    });
  }
}

const isOf = ({ device }: DeviceHead, { header }: DeviceRecord): boolean => header.device === device;

function chainUnavailable(): never {
  throw new RecordRefused("ChainUnavailable", "The device's key and status cannot be read from the chain.");
}

/** Tells records without an encoding apart. */
function fingerprintOf(signed: unknown): string {
  const text = JSON.stringify(signed, (_, value) => (typeof value === "bigint" ? `${value}n` : value)) ?? "";
  return createHash("sha256").update(text).digest("hex");
}
