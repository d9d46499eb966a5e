import fc from "fast-check";
import type { ValueCycle } from "../../../../protocol/value/index.js";

/** A history of capacities, numbered from 1. */
export function historyOf(capacitiesAh: readonly number[]): ValueCycle[] {
  return capacitiesAh.map((dischargeCapacityAh, index) => ({ cycle: index + 1, dischargeCapacityAh }));
}

/** Capacities of a cell that starts at `startAh` and loses `fade` of it by its last cycle, with the power of its age. */
export function fadingCapacities(of: { startAh: number; fade: number; exponent: number; cycles: number }): number[] {
  const { startAh, fade, exponent, cycles } = of;
  return Array.from({ length: cycles }, (_, index) => startAh * (1 - fade * ((index + 1) / cycles) ** exponent));
}

/** Histories of cells that fade, with noise, cycles cut short, and jumps after rests. */
export const fadingHistory: fc.Arbitrary<ValueCycle[]> = fc
  .record({
    startAh: fc.double({ min: 0.01, max: 300, noNaN: true }),
    fade: fc.double({ min: 0.02, max: 0.3, noNaN: true }),
    exponent: fc.double({ min: 0.6, max: 4, noNaN: true }),
    cycles: fc.integer({ min: 30, max: 200 }),
    noise: fc.array(fc.double({ min: -0.003, max: 0.003, noNaN: true }), { minLength: 200, maxLength: 200 }),
    partial: fc.array(fc.integer({ min: 10, max: 190 }), { maxLength: 5 }),
    rests: fc.array(fc.integer({ min: 10, max: 190 }), { maxLength: 5 }),
  })
  .map(({ noise, partial, rests, ...cell }) =>
    historyOf(
      fadingCapacities(cell).map((capacityAh, index) => {
        const jump = rests.includes(index) ? 1.03 : 1;
        const cut = partial.includes(index) ? 0.4 : 1;
        return capacityAh * (1 + (noise[index] ?? 0)) * jump * cut;
      }),
    ),
  );

/** What a hostile or broken source may state as a capacity. */
const anyCapacity = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0.1, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 5e-324, 1e-6, 1e6) },
);

/** Anything at all, in the form of a history. */
export const anyHistory: fc.Arbitrary<ValueCycle[]> = fc
  .array(
    fc.record({
      step: fc.oneof({ weight: 20, arbitrary: fc.constant(1) }, fc.integer({ min: -2, max: 1e15 })),
      dischargeCapacityAh: anyCapacity,
      dischargeEnergyWh: fc.option(fc.double(), { nil: undefined }),
    }),
    { maxLength: 60 },
  )
  .map((entries) => {
    let cycle = 0;
    return entries.map(({ step, dischargeCapacityAh, dischargeEnergyWh }) => {
      cycle += step;
      return { cycle, dischargeCapacityAh, ...(dischargeEnergyWh === undefined ? {} : { dischargeEnergyWh }) };
    });
  });
