import type { Hex } from "../protocol/index.js";

/** How far a replay has come, in words that the page shows. */
export interface DemoProgress {
  /** What is being done: `chain`, `devices`, `replay`, `settlement`, `evidence` or `live`. */
  readonly phase: "chain" | "devices" | "replay" | "settlement" | "evidence" | "live";
  readonly done: number;
  readonly total: number;
  /** One line for a person. */
  readonly label: string;
  readonly finished: boolean;
}

/** Where the demo's chain answers, and the `Directory` that stands on it. */
export interface DemoChain {
  readonly rpcUrl: string;
  readonly directory: Hex;
}

/** A home that can be billed for the hours that were replayed, Unix seconds. */
export interface BilledHome {
  readonly home: string;
  readonly account: Hex;
  readonly fromS: bigint;
  readonly toS: bigint;
}

export interface DemoOptions {
  /** CSV of hourly load and generation per home; see `openCommunity` in oracle/ingest. */
  readonly community?: string;
  /** CSVs of battery cycles, any number of cells each. With neither kind of file the shipped data is replayed. */
  readonly batteries: readonly string[];
  /** Replays only the first so many hours and cycles. */
  readonly limit?: number;
  /** JSON-RPC of a chain that runs, on which the demo founds contracts of its own; without it a chain in this process. */
  readonly rpc?: string;
  /** Price of one kWh in whole money with at most three decimals, for example `1.20`. */
  readonly pricePerKWh: string;
  /** Folder for evidence files, `roots.json` and `summary.json`; made if it is missing. */
  readonly out?: string;
  /** Port of the page on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Ends after the replay instead of serving the page. */
  readonly once: boolean;
  /** Ends the demo early and cleanly. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: DemoProgress) => void;
  /** Told of every problem that the demo outlives: an error, or facts with a message and a reason. */
  readonly onProblem?: (problem: unknown) => void;
  /** Called once the page answers, with the chain's JSON-RPC and the `Directory` that stands on it. */
  readonly onPage?: (url: string, chain: DemoChain) => void;
  /** Called once everything is settled, with a home that bought energy, if the chain goes on. */
  readonly onSettled?: (bought: BilledHome, chain: DemoChain) => void;
}
