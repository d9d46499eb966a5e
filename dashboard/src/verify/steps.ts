/** Steps that a claim is checked in, in order; which of them depends on the claim. */
export type StepName =
  | "value"
  | "record"
  | "signature"
  | "leaf"
  | "root"
  | "block"
  | "terms"
  | "deliveries"
  | "contract"
  | "registry"
  | "history";

/** Why a step does not hold, or could not be checked. */
export type Reason =
  | "hashDiffers"
  | "linkDiffers"
  | "previousDiffers"
  | "previousMissing"
  | "signatureWrong"
  | "signerDiffers"
  | "deviceNotActive"
  | "leafDiffers"
  | "proofWrong"
  | "rootNotAnchored"
  | "timeDiffers"
  | "blockDiffers"
  | "genesisDiffers"
  | "chainUnreachable"
  | "contractMissing"
  | "amountDiffers"
  | "paymentDiffers"
  | "headDiffers"
  | "stillSettling"
  | "registryDiffers"
  | "needsChain";

export interface CheckedStep {
  readonly step: StepName;
  readonly outcome: "holds" | "fails" | "unknown";
  readonly reason?: Reason;
}

/** The step holds, or fails for the first reason whose condition is not met. */
export function judged(step: StepName, ...conditions: readonly (readonly [boolean, Reason])[]): CheckedStep {
  const broken = conditions.find(([met]) => !met);
  return broken ? { step, outcome: "fails", reason: broken[1] } : { step, outcome: "holds" };
}

/** The step could not be checked. */
export function unknown(step: StepName, reason: Reason): CheckedStep {
  return { step, outcome: "unknown", reason };
}

/** The verdict over all steps: one failure fails all, one unknown leaves the rest open. */
export function verdictOf(steps: readonly CheckedStep[]): "holds" | "fails" | "unable" {
  if (steps.some(({ outcome }) => outcome === "fails")) return "fails";
  return steps.every(({ outcome }) => outcome === "holds") ? "holds" : "unable";
}
