import { createHash } from "node:crypto";
import { type SealedHeader, verifySeals } from "../../protocol/bft/index.js";
import type { Hex } from "../../protocol/index.js";

/** Whose seals a block has. Throws what `verifySeals` throws. */
export type SealCheck = (sealed: SealedHeader) => readonly Hex[];

/** The newest 50 blocks of a hundred nodes, and what came since. */
const MOST_KNOWN = 8192;

/**
 * Makes a check of seals for who looks at the same blocks again and again: what was verified once is not recovered anew. All
 * that a verdict rests on is what it is remembered by, and only what holds is remembered.
 * @param check What is asked of blocks that are not known.
 */
export function rememberSeals(check: SealCheck = verifySeals): SealCheck {
  const known = new Map<string, readonly Hex[]>();
  return (sealed) => {
    const key = keyOf(sealed);
    const remembered = known.get(key);
    const sealers = remembered ?? check(sealed);
    known.delete(key);
    known.set(key, sealers);
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    return sealers;
  };
}

function keyOf({ consensus, header, validators, source = "header" }: SealedHeader): string {
  const text = JSON.stringify([consensus, source, validators, Object.entries(header).sort()], (_, value: unknown) =>
    typeof value === "bigint" ? `${value}` : value,
  );
  return createHash("sha256").update(text).digest("base64");
}
