import type { Signer } from "ethers";
import type { Hex } from "../protocol/hex.js";

export interface OracleOptions {
  /** The chain's JSON-RPC. */
  readonly rpcUrl: string;
  /** Address of the chain's `Directory`. */
  readonly directory: Hex;
  /** Signs the oracle's transactions (an ethers `Wallet`, say); nobody else may send from its account. */
  readonly signer: Signer;
  /** Folder of the durable state; made if it is missing. One oracle per folder. */
  readonly stateDirectory: string;
  /** Most leaves of a batch. */
  readonly batchMaxLeaves?: number;
  /** Longest wait of a record for its batch, ms. */
  readonly batchMaxAgeMs?: number;
  /** Most records that may be on their way to the chain before the buffer is full. */
  readonly capacity?: number;
  /** Most records of one device that may wait for a predecessor. */
  readonly maxDelayedPerDevice?: number;
  /** Wait for a missing record before a gap closes it, s. */
  readonly gapWaitS?: number;
  /** How far ahead of this clock a record's time may be, s. */
  readonly maxFutureS?: number;
  /** Longest time for which a device's status is believed without asking the chain, ms. */
  readonly statusMaxAgeMs?: number;
  /** Wait for a meter that is silent before its supplier's interval closes without it, s; never shorter than the chain's. */
  readonly closingWaitS?: number;
  /** Whether readings of sensors are reported for the deliveries that they watch; not by default. */
  readonly reportsDeliveries?: boolean;
  /** Price per gas, wei; chosen at the start by default, zero on a chain without fees. */
  readonly gasPrice?: bigint;
  /** Wait between two looks at the chain, ms. */
  readonly pollMs?: number;
  /** Stream that a new state takes over from. */
  readonly predecessor?: Hex;
  readonly log?: OracleLog;
}

/** Where the oracle tells what it does; pino's loggers fit. */
export interface OracleLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What holds where the options say nothing. */
export const ORACLE_DEFAULTS = {
  batchMaxLeaves: 2_048,
  batchMaxAgeMs: 2_000,
  capacity: 100_000,
  maxDelayedPerDevice: 1_000,
  gapWaitS: 3_600,
  maxFutureS: 86_400,
  statusMaxAgeMs: 1_000,
  closingWaitS: 3_600,
  pollMs: 200,
} satisfies Partial<OracleOptions>;

/** Options with every default filled in. */
export type OracleSettings = OracleOptions & Required<Pick<OracleOptions, keyof typeof ORACLE_DEFAULTS>>;

const silent = () => undefined;
export const SILENT_LOG: OracleLog = { info: silent, warn: silent, error: silent };
