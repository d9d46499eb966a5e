const SHORTEST_WORTH_CUTTING = 16;

/** An id with its middle left out; short ones stay whole. */
export function shortenMiddle(id: string, head = 6, tail = 4): string {
  if (id.length < SHORTEST_WORTH_CUTTING || id.length <= head + tail + 1) return id;
  return `${id.slice(0, head)}…${id.slice(-tail)}`;
}
