/** What one node's disk was like at one moment. */
export interface DiskReading {
  /** Bytes that the node's data and logs take. */
  readonly usedBytes: number;
  /** Bytes that the file system has left for who runs the node. */
  readonly freeBytes: number;
}

/** The readings of one moment. */
export interface DiskSample {
  /** Unix seconds. */
  readonly atS: number;
  /** By the nodes' names. */
  readonly nodes: Readonly<Record<string, DiskReading>>;
}

/** A look between two samples is shown, not kept: a disk does not fill within a minute. */
export const SAMPLE_EVERY_S = 60;
/** How far back growth is counted: a week, since consumption of energy repeats by it. */
export const HISTORY_S = 7 * 86_400;
/** A line through so many is as good as through all, and a hundred nodes' file stays below a megabyte. */
export const MOST_SAMPLES = 96;

/**
 * Takes a sample into a history. Beyond the bound the sample goes that lies closest between its neighbours, so that those
 * that stay are spread over the whole time, however often one is taken; the first and the newest stay.
 * @param history Oldest first. @returns The same history if the sample came too soon after the newest.
 */
export function withSample(history: readonly DiskSample[], sample: DiskSample): readonly DiskSample[] {
  // A clock that was set back leaves samples of times to come, which would tell nothing true.
  const known = history.filter(({ atS }) => atS <= sample.atS && atS >= sample.atS - HISTORY_S);
  const newest = known.at(-1);
  if (newest !== undefined && sample.atS - newest.atS < SAMPLE_EVERY_S) return known;
  const samples = [...known, sample];
  while (samples.length > MOST_SAMPLES) samples.splice(closestOf(samples), 1);
  return samples;
}

function closestOf(samples: readonly DiskSample[]): number {
  let closest = 1;
  for (let at = 1; at < samples.length - 1; at += 1) {
    if (gapAround(samples, at) < gapAround(samples, closest)) closest = at;
  }
  return closest;
}

function gapAround(samples: readonly DiskSample[], at: number): number {
  return (samples[at + 1]?.atS ?? 0) - (samples[at - 1]?.atS ?? 0);
}
