import { quoted, WattproofError } from "../../protocol/index.js";

/** A hard fork that the contracts cannot run on, or that nobody knows. */
export class HardforkUnfit extends WattproofError {
  constructor(name: string, isEarlier: boolean) {
    super({
      code: "HardforkUnfit",
      message: isEarlier
        ? `Wattproof's contracts do not run on ${name}: they use mcopy (EIP-5656), which came with cancun.`
        : `${quoted(name)} is no hard fork that Wattproof knows.`,
      next: "Choose cancun, prague or osaka; osaka checks P-256 signatures for a thirtieth of the gas.",
      facts: { hardfork: quoted(name) },
    });
  }
}

/** Validators that a contract selects, under a consensus that knows no such thing. */
export class ValidatorContractUnfit extends WattproofError {
  constructor(consensus: string) {
    super({
      code: "ValidatorContractUnfit",
      message: `Only QBFT lets a contract select the validators, ${consensus} does not.`,
      next: "Leave --validators at header, or choose --consensus qbft.",
      facts: { consensus },
    });
  }
}

/** A block period that the consensus cannot keep. */
export class BlockPeriodUnfit extends WattproofError {
  constructor(periodS: number, longestS: number) {
    super({
      code: "BlockPeriodUnfit",
      message: `A block every ${periodS} seconds is no period that can be kept.`,
      next: `Choose whole seconds from 1 to ${longestS}.`,
      facts: { periodS, longestS },
    });
  }
}

/** A chain id that not all readers of a genesis file take alike. */
export class ChainIdUnfit extends WattproofError {
  constructor(chainId: bigint) {
    super({
      code: "ChainIdUnfit",
      message: `${chainId} is no chain id that a genesis file can carry.`,
      next: `Choose 1 to ${Number.MAX_SAFE_INTEGER}, one that no other chain has (chainlist.org lists public ones).`,
      facts: { chainId },
    });
  }
}

/** A file that is no genesis. */
export class GenesisInvalid extends WattproofError {
  /** @param why Continues "The file … ". */
  constructor(source: string, why: string) {
    super({
      code: "GenesisInvalid",
      message: `The file ${quoted(source)} ${why}.`,
      next: "Give a folder with the genesis.json that network init or network join wrote, or that file itself.",
      facts: { source },
    });
  }
}
