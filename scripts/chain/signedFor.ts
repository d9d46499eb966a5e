import { type Hex, WattproofError } from "../../protocol/index.js";

/** For which contract somebody signed. */
export interface SignedFor {
  readonly chainId: bigint;
  readonly contract: Hex;
}

const SIGN_ANEW = "Name the right node with --rpc and the right Directory with --directory, or have it signed anew.";
/** Codes by what was signed, and what to do next. */
const FOREIGN = {
  AgreementForeign: SIGN_ANEW,
  AccreditationForeign: SIGN_ANEW,
  CorrectionForeign: SIGN_ANEW,
  NegotiationStepForeign: SIGN_ANEW,
  DeliveryPlanForeign: SIGN_ANEW,
  DeliverySettlementForeign: SIGN_ANEW,
  ContributionForeign: SIGN_ANEW,
  GrantForeign: SIGN_ANEW,
} as const;

export type ForeignCode = keyof typeof FOREIGN;

/** Something was signed for another chain or another contract than those that are asked. */
export class SignedForOther extends WattproofError {
  constructor(code: ForeignCode, here: SignedFor, given: SignedFor) {
    const { chainId, contract } = here;
    super({
      code,
      message: `It was signed for the contract ${given.contract} of chain ${given.chainId}, not for ${contract} of chain ${chainId}.`,
      next: FOREIGN[code],
      facts: { chainId, contract, givenChainId: given.chainId, givenContract: given.contract },
    });
  }
}

/** Makes sure that something was signed for the deployment that is open. Throws `SignedForOther`. */
export function requireSignedFor(code: ForeignCode, here: SignedFor, given: SignedFor): void {
  if (given.chainId === here.chainId && given.contract === here.contract) return;
  throw new SignedForOther(code, here, given);
}
