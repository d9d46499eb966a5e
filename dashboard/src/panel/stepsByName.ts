import type { CheckedStep, StepName } from "../verify/steps.js";

/** The checked steps by their names. */
export function stepsByName(steps: readonly CheckedStep[]): Partial<Record<StepName, CheckedStep>> {
  return Object.fromEntries(steps.map((checked) => [checked.step, checked]));
}
