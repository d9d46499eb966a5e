interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Points of a line thinned for paper: of each of `most ÷ 2` equal stretches its lowest and highest point, so that no
 * outlier is lost. Null breaks the line.
 */
export function thinned(points: readonly (Point | null)[], most: number): (Point | null)[] {
  if (points.length <= most) return [...points];
  const stretch = Math.ceil(points.length / (most / 2));
  const kept: (Point | null)[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch);
    const present = part.filter((point) => point !== null);
    if (present.length < part.length) kept.push(null);
    const [first] = present;
    if (first === undefined) continue;
    let low = first;
    let high = first;
    for (const point of present) {
      if (point.y < low.y) low = point;
      if (point.y > high.y) high = point;
    }
    kept.push(...(low.x <= high.x ? [low, high] : [high, low]));
  }
  return kept;
}
