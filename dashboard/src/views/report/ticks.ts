/** Round numbers within a range, about `most` of them. */
export function ticksOf([from, to]: readonly [number, number], most: number): number[] {
  const rough = (to - from) / most;
  if (!(rough > 0)) return [];
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10) * magnitude);
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}
