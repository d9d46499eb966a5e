/** Median of at least one number; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Quantile of at least one number, with a straight line between neighbours (`fraction` from 0 to 1). */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((first, second) => first - second);
  const position = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
