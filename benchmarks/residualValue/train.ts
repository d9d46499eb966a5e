import { exponentOf, type FadeHistory } from "../../protocol/value/fade.js";
import { remainingCycles } from "../../protocol/value/forecast.js";
import type { FadeParameters } from "../../protocol/value/parameters.js";
import type { ValueRange } from "../../protocol/value/types.js";
import type { Case } from "./cases.js";
import { groupsOf } from "./groups.js";

/** Values that were tried; their product is the whole search. */
const USUAL_EXPONENTS = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 2, 2.2, 2.5];
const KNEE_ALLOWANCES = [0, 0.2, 0.4, 0.6, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.6];
/**
 * Part of the training cases left out at each end of the interval. Plainly 0.1 would cover fewer than 80 % of the cells
 * not seen, since so few are; 0.07 was chosen for what it covers with each cell left out.
 */
export const TAIL = 0.07;
/** Errors count up to one life, so that a single hopeless case does not choose the parameters. */
const WORST_ERROR = 1;

type Shape = Pick<FadeParameters, "usualExponent" | "kneeAllowance">;

/** A case with its exponents by shape, computed once. */
export interface PreparedCase extends Case {
  readonly fades: FadeHistory;
  /** Mean error of each shape is read from here: |predicted − actual| ÷ life, in the order of `SHAPES`. */
  readonly errors: readonly number[];
}

const SHAPES: readonly Shape[] = USUAL_EXPONENTS.flatMap((usualExponent) =>
  KNEE_ALLOWANCES.map((kneeAllowance) => ({ usualExponent, kneeAllowance })),
);

/** What the method predicts for a case. */
export function predict(of: Case & { readonly fades: FadeHistory }, parameters: FadeParameters): ValueRange {
  const curve = { ageCycles: of.age, fade: of.fades.fade, exponent: exponentOf(of.fades, parameters) };
  return remainingCycles(curve, of.fades.peak - of.endOfLife, parameters);
}

/** Cases that the method does not refuse, with the error of each shape. */
export function prepare(cases: readonly Case[]): PreparedCase[] {
  return cases.flatMap((one) => {
    if (one.seen === null) return [];
    const { fades } = one.seen;
    const errors: number[] = [];
    for (let index = 0; index < SHAPES.length; index += KNEE_ALLOWANCES.length) {
      const exponent = exponentOf(fades, withFactors(SHAPES[index] as Shape));
      for (let knee = 0; knee < KNEE_ALLOWANCES.length; knee += 1) {
        const parameters = withFactors(SHAPES[index + knee] as Shape);
        const curve = { ageCycles: one.age, fade: fades.fade, exponent };
        const { p50 } = remainingCycles(curve, fades.peak - one.endOfLife, parameters);
        errors.push(Math.abs(p50 - (one.life - one.age)) / one.life);
      }
    }
    return [{ ...one, fades, errors }];
  });
}

/** Parameters with the least mean error over the cells (each counts once), and the factors that hold their cases. */
export function train(cases: readonly PreparedCase[]): FadeParameters {
  const byCell = [...groupsOf(cases, ({ cell }) => cell.name).values()];
  const losses = SHAPES.map((_, index) =>
    mean(byCell.map((group) => mean(group.map(({ errors }) => Math.min(WORST_ERROR, errors[index] as number))))),
  );
  const shape = SHAPES[losses.indexOf(Math.min(...losses))] as Shape;
  const factors = byCell.flatMap((group) => {
    const known = group.flatMap((one) => factorOf(one, withFactors(shape)) ?? []);
    return known.map((factor) => ({ factor, weight: 1 / known.length }));
  });
  return { ...shape, p10Factor: weightedQuantile(factors, TAIL), p90Factor: weightedQuantile(factors, 1 - TAIL) };
}

/** Actual ÷ predicted ln(life ÷ age); null where the method sees the life's end already passed. */
function factorOf(one: PreparedCase, parameters: FadeParameters): number | null {
  const { p50 } = predict(one, parameters);
  return p50 > 0 ? Math.log(one.life / one.age) / Math.log1p(p50 / one.age) : null;
}

function withFactors(shape: Shape): FadeParameters {
  return { ...shape, p10Factor: 1, p90Factor: 1 };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function weightedQuantile(values: readonly { factor: number; weight: number }[], fraction: number): number {
  const sorted = [...values].sort((one, other) => one.factor - other.factor);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  for (const { factor, weight } of sorted) {
    passed += weight;
    if (passed >= fraction * total) return factor;
  }
  return sorted.at(-1)?.factor ?? 1;
}
