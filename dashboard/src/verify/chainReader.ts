import type { BatchKey, RegisteredDevice } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";

/** Terms of an agreement that payments follow from. */
export interface AgreementTerms {
  readonly pricePerKWh: bigint;
  readonly importMeter: Hex;
  /** Zero for a grid supplier's agreement. */
  readonly exportMeter: Hex;
}

/** One delivery as the settlement contract told it. What was paid follows from it and the price. */
export interface ChainDelivery {
  readonly deliveredWh: bigint;
  /** What the escrow lacked. */
  readonly owed: bigint;
}

/** What the contract says of an agreement. */
export interface ChainSettlement {
  readonly terms: AgreementTerms;
  readonly deliveries: readonly ChainDelivery[];
  /** Paid later for what an escrow did not cover at first. */
  readonly claimsPaid: bigint;
  /** The contract's own counter, Wh; none for a grid supplier. */
  readonly countedWh?: bigint;
  /** Open claim. */
  readonly claim: bigint;
  /** Whether the supplier's intervals, replayed, lead to the head that the contract holds. */
  readonly endsAtHead: boolean;
}

export interface ChainBlock {
  readonly number: bigint;
  readonly timestampS: bigint;
}

/** What a check needs to know from a chain; every answer comes from the reader's node alone. */
export interface ChainReader {
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  readonly directory: Hex;
  /** The block that the reader reads at. */
  readonly block: ChainBlock;
  deviceOf(device: Hex): Promise<RegisteredDevice>;
  /** Block time of the anchor, whichever of the directory's contracts holds it; zero if the root was never anchored. */
  anchoredAtS(batch: BatchKey): Promise<bigint>;
  blockHash(number: number): Promise<Hex | undefined>;
  settlementOf(agreement: Hex): Promise<ChainSettlement>;
}

/** Opens the chain that a reader trusts. Rejects with whatever keeps the node from answering. */
export type OpenChain = (trust: { rpcUrl: string; directory: string }, atBlock?: number) => Promise<ChainReader>;
