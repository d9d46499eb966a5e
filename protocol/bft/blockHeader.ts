import type { Hex } from "../hex.js";

/**
 * A block's header (Ethereum's Yellow Paper, section 4.4; EIPs 1559, 4895, 4844, 4788 and 7685 for what came later).
 * Members that came with a fork are undefined before it; none is defined after one that is not.
 */
export interface BlockHeader {
  readonly parentHash: Hex;
  readonly ommersHash: Hex;
  readonly beneficiary: Hex;
  readonly stateRoot: Hex;
  readonly transactionsRoot: Hex;
  readonly receiptsRoot: Hex;
  /** 256 bytes. */
  readonly logsBloom: Hex;
  readonly difficulty: bigint;
  readonly number: bigint;
  readonly gasLimit: bigint;
  readonly gasUsed: bigint;
  /** Unix seconds. */
  readonly timestampS: bigint;
  readonly extraData: Hex;
  readonly mixHash: Hex;
  /** 8 bytes. */
  readonly nonce: Hex;
  /** Wei, since London. */
  readonly baseFeePerGas?: bigint | undefined;
  /** Since Shanghai. */
  readonly withdrawalsRoot?: Hex | undefined;
  /** Since Cancun, as the two after it. */
  readonly blobGasUsed?: bigint | undefined;
  readonly excessBlobGas?: bigint | undefined;
  readonly parentBeaconBlockRoot?: Hex | undefined;
  /** Since Prague. */
  readonly requestsHash?: Hex | undefined;
}
