import { ContractRetired } from "../../protocol/governance/errors.js";
import type { Chain } from "./connectChain.js";
import { contractNamed } from "./connectChain.js";

export interface RetirementWatch {
  readonly chain: Chain;
  /** Wait between two looks, ms. */
  readonly everyMs: number;
  /** Told once, of the first contract that is retired. */
  readonly onRetired: (error: ContractRetired) => void;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Looks now and then whether the consortium has retired one of the contracts that the oracle writes to.
 * @returns Ends the watch.
 */
export function watchRetirement({ chain, everyMs, onRetired, onTrouble }: RetirementWatch): () => void {
  const look = async () => {
    for (const name of Object.keys(chain.contracts)) {
      try {
        await contractNamed(chain, name);
      } catch (error) {
        if (!(error instanceof ContractRetired)) return onTrouble(error);
        clearInterval(timer);
        return onRetired(error);
      }
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);
}
