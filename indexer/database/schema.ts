import type { Hex } from "../../protocol/hex.js";
import type { EventPosition } from "./eventPosition.js";
import type {
  AgreementRow,
  AgreementTotalsRow,
  DeliveryRow,
  EscrowMovementRow,
  EscrowRow,
  HeadRow,
  IntervalRow,
  MeterCorrectionRow,
  MeterRegisterRow,
  RegisterRow,
  RosterRow,
} from "./settlementRows.js";

/**
 * The read model. Block times, counts and positions are numbers; 64-bit integers that a device or a batch claims are
 * `uint64Text`; token amounts are decimal text. Every row follows from the chain and the archive alone.
 */
export interface ReadModel {
  readonly checkpoint: CheckpointRow;
  readonly members: MemberRow;
  readonly devices: DeviceRow;
  readonly deviceParties: DevicePartyRow;
  readonly signers: SignerRow;
  readonly statuses: StatusRow;
  readonly passports: PassportRow;
  readonly batteryStatuses: BatteryStatusRow;
  readonly successions: SuccessionRow;
  readonly modules: ModuleRow;
  readonly custody: CustodyRow;
  readonly bindings: BindingRow;
  readonly replacements: ReplacementRow;
  readonly publishedCounters: PublishedCountersRow;
  readonly passportCheckpoints: PassportCheckpointRow;
  readonly incidentEvents: IncidentEventRow;
  readonly agreements: AgreementRow;
  readonly agreementTotals: AgreementTotalsRow;
  readonly rosters: RosterRow;
  readonly heads: HeadRow;
  readonly meterRegisters: MeterRegisterRow;
  readonly meterCorrections: MeterCorrectionRow;
  readonly deliveries: DeliveryRow;
  readonly intervals: IntervalRow;
  readonly registers: RegisterRow;
  readonly escrowMovements: EscrowMovementRow;
  readonly escrows: EscrowRow;
  readonly mints: MintRow;
  readonly redemptions: RedemptionRow;
  readonly payouts: PayoutRow;
  readonly attestations: AttestationRow;
  readonly streams: StreamRow;
  readonly batches: BatchRow;
  readonly leaves: LeafRow;
  readonly records: RecordRow;
  readonly corrections: CorrectionRow;
  readonly readings: ReadingRow;
  readonly gaps: GapRow;
}

/** One row: what the read model is of and how far it has come. */
export interface CheckpointRow {
  readonly id: 1;
  readonly schemaVersion: number;
  readonly chainId: string;
  readonly genesisHash: Hex;
  readonly directory: Hex;
  /** JSON of every contract followed, as `[[address, name], …]`. */
  readonly followed: string;
  /** JSON of the contracts that the directory names now, as `{name: address}`. */
  readonly contracts: string;
  readonly currency: string;
  readonly decimals: number;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly blockTimestampS: number;
}

export interface MemberRow extends EventPosition {
  readonly organisation: Hex;
  readonly event: "admitted" | "expelled";
  /** Name at admission; empty for an expulsion. */
  readonly name: string;
  readonly atS: number;
}

export interface DeviceRow extends EventPosition {
  readonly device: Hex;
  readonly kind: number;
  readonly organisation: Hex;
  readonly owner: Hex;
  readonly registeredAtS: number;
}

/** Who answers for a device, whom it pays, and to whom it is offered (zero: to nobody), from an event on. */
export interface DevicePartyRow extends EventPosition {
  readonly device: Hex;
  readonly role: "organisation" | "owner" | "offered";
  readonly account: Hex;
  readonly atS: number;
}

export interface SignerRow {
  readonly device: Hex;
  readonly sinceS: number;
  readonly signer: Hex;
}

export interface StatusRow {
  readonly device: Hex;
  readonly sinceS: number;
  readonly status: number;
}

export interface PassportRow extends EventPosition {
  /** Token id as 32 bytes. */
  readonly passport: Hex;
  readonly batteryPassportIdentifier: string;
  readonly maker: Hex;
  readonly model: string;
  readonly chemistry: string;
  readonly ratedCapacityMicroAh: string;
  readonly ratedEnergyMicroWh: string;
  readonly factoryChargeCount: number;
  readonly factoryDischargeCount: number;
  /** JSON of the `OperatingLimits`, decimal text by name. */
  readonly limits: string;
  readonly issuedAtS: number;
}

export interface BatteryStatusRow extends EventPosition {
  readonly passport: Hex;
  readonly status: number;
  readonly atS: number;
}

export interface SuccessionRow extends EventPosition {
  readonly predecessor: Hex;
  readonly successor: Hex;
}

export interface ModuleRow extends EventPosition {
  readonly pack: Hex;
  readonly module: Hex;
  readonly event: "added" | "removed";
  readonly atS: number;
}

/** Who keeps a battery, and to whom custody is offered (zero: to nobody), from an event on. */
export interface CustodyRow extends EventPosition {
  readonly passport: Hex;
  readonly role: "keeper" | "offered";
  readonly account: Hex;
  readonly atS: number;
}

export interface BindingRow extends EventPosition {
  readonly passport: Hex;
  readonly device: Hex;
  readonly firstSequence: string;
  readonly boundAtS: number;
}

/** A new device that took over from an old one after the old one's record `lastSequence`. */
export interface ReplacementRow extends EventPosition {
  readonly passport: Hex;
  readonly oldDevice: Hex;
  readonly newDevice: Hex;
  readonly lastSequence: string;
  readonly continuity: number;
  readonly atS: number;
}

/** Record whose counters the keeper published. */
export interface PublishedCountersRow extends EventPosition {
  readonly passport: Hex;
  readonly device: Hex;
  readonly sequence: string;
  readonly atS: number;
}

export interface PassportCheckpointRow extends EventPosition {
  readonly passport: Hex;
  readonly device: Hex;
  readonly sequence: string;
  readonly recordHash: Hex;
  readonly setAtS: number;
}

/** One word in an incident. Members that an event does not have are null. */
export interface IncidentEventRow extends EventPosition {
  readonly device: Hex;
  readonly number: number;
  readonly event: "reported" | "proven" | "quarantined" | "appealed" | "clearanceSupported" | "closed";
  /** Who reported, proved, appealed or supported clearance. */
  readonly account: Hex | null;
  /** Hash of the evidence or statement. */
  readonly hash: Hex | null;
  readonly category: number | null;
  /** When the quarantine lapses; zero for never. */
  readonly endsAtS: number | null;
  /** State that the incident was closed in. */
  readonly state: number | null;
  readonly atS: number;
}

export interface MintRow extends EventPosition {
  readonly account: Hex;
  readonly amount: string;
  readonly paymentReference: Hex;
  readonly atS: number;
}

/** Tokens that their holder handed in for money: out of circulation only once they are paid out. */
export interface RedemptionRow extends EventPosition {
  /** Address of the token. */
  readonly contract: Hex;
  readonly id: string;
  readonly account: Hex;
  readonly amount: string;
  readonly payoutHash: Hex;
  readonly dueAtS: number;
  readonly atS: number;
}

/** A redemption was paid out, and its tokens are no more. */
export interface PayoutRow extends EventPosition {
  readonly contract: Hex;
  readonly redemption: string;
  readonly bankReference: Hex;
  readonly atS: number;
}

export interface AttestationRow extends EventPosition {
  readonly amount: string;
  readonly asOfS: number;
  readonly reportHash: Hex;
  readonly atS: number;
}

export interface StreamRow extends EventPosition {
  readonly stream: Hex;
  readonly publisher: Hex;
  readonly predecessor: Hex;
  readonly predecessorSequence: string;
}

export interface BatchRow extends EventPosition {
  readonly stream: Hex;
  readonly sequence: string;
  readonly root: Hex;
  readonly previousRoot: Hex;
  readonly count: number;
  readonly fromS: string;
  readonly toS: string;
  readonly anchoredAtS: number;
  readonly transactionHash: Hex;
  readonly blockHash: Hex;
  /** Whether the batch's records are held here, and if not, whether what the archive gave was refused. */
  readonly archive: "held" | "absent" | "refused";
  readonly reason: string | null;
}

/** A leaf of a batch whose records are held here; its record or gap is found by hash. */
export interface LeafRow {
  readonly stream: Hex;
  readonly batchSequence: string;
  /** Position in the order of the archive. */
  readonly position: number;
  readonly recordHash: Hex;
}

/** A device's record. One that was anchored twice counts where it was anchored first. */
export interface RecordRow extends EventPosition {
  readonly recordHash: Hex;
  readonly type: "MeterReading" | "ChargeCycle" | "SensorReading";
  readonly device: Hex;
  readonly sequence: string;
  readonly timestampS: string;
  readonly stream: Hex;
  readonly batchSequence: string;
  /** JSON of the `SignedRecord`, 64-bit integers as decimal strings. */
  readonly json: string;
}

/** A charge cycle that corrects another. */
export interface CorrectionRow {
  readonly recordHash: Hex;
  readonly device: Hex;
  readonly sequence: string;
  /** Struct hash of the record that it corrects. */
  readonly supersedes: Hex;
}

export interface ReadingRow {
  readonly recordHash: Hex;
  readonly device: Hex;
  readonly sequence: string;
  readonly timestampS: string;
  readonly importWh: string;
  readonly exportWh: string;
}

/** An anchored statement that a run of sequences never came. */
export interface GapRow extends EventPosition {
  readonly recordHash: Hex;
  readonly device: Hex;
  readonly fromSequence: string;
  readonly toSequence: string;
  readonly reason: number;
  readonly stream: Hex;
  readonly batchSequence: string;
}
