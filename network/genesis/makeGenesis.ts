import { type BftConsensus, genesisExtraData, genesisExtraDataOfContract } from "../../protocol/bft/index.js";
import { type Hex, ZERO_HASH } from "../../protocol/index.js";
import { BlockPeriodUnfit, ChainIdUnfit } from "./errors.js";
import { BLOB_SCHEDULE, type Hardfork, hardforksUpTo } from "./hardforks.js";
import { VALIDATOR_CONTRACT, validatorContract } from "./validatorContract.js";

export const DEFAULT_CHAIN_ID = 20_260n;
export const DEFAULT_BLOCK_PERIOD_S = 2;
/** Longer than anybody waits for a settled kilowatt-hour. */
const LONGEST_BLOCK_PERIOD_S = 3600;

/** How long a round may take before the next proposer has its turn, in block periods. */
const PERIODS_PER_ROUND = 2;
/** After so many blocks pending votes on validators are dropped; it can never change. */
const EPOCH_BLOCKS = 30_000;
/** 60 million: filled within two seconds by a machine of the usual kind. */
const GAS_LIMIT: Hex = "0x3938700";
/** Twice what Ethereum allows (EIP-170); code to create a contract stays limited to 49,152 bytes all the same. */
const CONTRACT_SIZE_LIMIT = 49_152;
/** The time in Besu's own BFT examples, in 2017: any time that has passed will do, and all must have the same. */
const TIMESTAMP: Hex = "0x58ee40ba";
/** Marks a block of IBFT 2.0 or QBFT: "ctical byzantine fault tolerance" in ASCII (EIP-650). */
const BFT_MIX_HASH: Hex = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";
const ZERO_ADDRESS: Hex = `0x${"00".repeat(20)}`;

const BLOCK_FORKS = [
  ...["homestead", "eip150", "eip155", "eip158", "byzantium", "constantinople", "petersburg", "istanbul"],
  ...["berlin", "london"],
];

export interface GenesisTerms {
  readonly chainId: bigint;
  readonly consensus: BftConsensus;
  readonly blockPeriodS: number;
  readonly hardfork: Hardfork;
}

/** What `genesis.json` holds. */
export type Genesis = ReturnType<typeof makeGenesis>;

/** Throws `ChainIdUnfit`. */
export function requireChainId(chainId: bigint): void {
  if (chainId < 1n || chainId > BigInt(Number.MAX_SAFE_INTEGER)) throw new ChainIdUnfit(chainId);
}

/** Throws `BlockPeriodUnfit`. */
export function requireBlockPeriod(periodS: number): void {
  if (!Number.isInteger(periodS) || periodS < 1 || periodS > LONGEST_BLOCK_PERIOD_S) {
    throw new BlockPeriodUnfit(periodS, LONGEST_BLOCK_PERIOD_S);
  }
}

/**
 * Besu's genesis of a chain with free gas, all forks from the first block on, and its validators in the block header, or in a
 * contract which is there from the start.
 * @param validators Addresses of the nodes that begin as validators, in any order.
 * @param founders Voting accounts of those who confirm which registry the contract follows; undefined for validators in
 * the header.
 * @throws BlockPeriodUnfit, ChainIdUnfit, ValidatorSetInvalid
 */
export function makeGenesis(terms: GenesisTerms, validators: readonly Hex[], founders?: readonly Hex[]) {
  const { chainId, consensus, blockPeriodS, hardfork } = terms;
  requireChainId(chainId);
  requireBlockPeriod(blockPeriodS);
  const forks = hardforksUpTo(hardfork);
  // Refuses what no set of validators may be, wherever it is listed.
  const listed = genesisExtraData(consensus, validators);
  return {
    config: {
      chainId: Number(chainId),
      ...Object.fromEntries(BLOCK_FORKS.map((fork) => [`${fork}Block`, 0])),
      ...Object.fromEntries(["shanghai", ...forks].map((fork) => [`${fork}Time`, 0])),
      zeroBaseFee: true,
      contractSizeLimit: CONTRACT_SIZE_LIMIT,
      blobSchedule: Object.fromEntries(forks.map((fork) => [fork, BLOB_SCHEDULE[fork]])),
      [consensus]: {
        blockperiodseconds: blockPeriodS,
        requesttimeoutseconds: PERIODS_PER_ROUND * blockPeriodS,
        epochlength: EPOCH_BLOCKS,
        ...(founders ? { validatorcontractaddress: VALIDATOR_CONTRACT } : {}),
      },
    },
    nonce: "0x0",
    timestamp: TIMESTAMP,
    gasLimit: GAS_LIMIT,
    difficulty: "0x1",
    baseFeePerGas: "0x0",
    blobGasUsed: "0x0",
    excessBlobGas: "0x0",
    parentBeaconBlockRoot: ZERO_HASH,
    mixHash: BFT_MIX_HASH,
    coinbase: ZERO_ADDRESS,
    extraData: founders ? genesisExtraDataOfContract() : listed,
    alloc: founders ? { [VALIDATOR_CONTRACT]: validatorContract(validators, founders) } : {},
  };
}
