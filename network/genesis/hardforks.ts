import { HardforkUnfit } from "./errors.js";

/** Forks that a network can begin with, in their order. */
export const HARDFORKS = ["cancun", "prague", "osaka"] as const;
export type Hardfork = (typeof HARDFORKS)[number];

/** Has P256VERIFY (EIP-7951), of which devices with P-256 keys make much use. */
export const DEFAULT_HARDFORK: Hardfork = "osaka";

const EARLIER: readonly string[] = [
  ...["frontier", "homestead", "tangerinewhistle", "spuriousdragon", "byzantium", "constantinople", "petersburg"],
  ...["istanbul", "muirglacier", "berlin", "london", "arrowglacier", "grayglacier", "paris", "merge", "shanghai"],
];

/** Throws `HardforkUnfit`, for a fork before cancun with the reason. */
export function parseHardfork(text: string): Hardfork {
  const found = HARDFORKS.find((name) => name === text);
  if (found === undefined) throw new HardforkUnfit(text, EARLIER.includes(text.toLowerCase()));
  return found;
}

/** Forks that are in force from the first block on, up to `last`. */
export function hardforksUpTo(last: Hardfork): readonly Hardfork[] {
  return HARDFORKS.slice(0, HARDFORKS.indexOf(last) + 1);
}

/** Blobs per block; without a schedule Besu refuses a genesis with these forks. From EIP-4844 and EIP-7691. */
export const BLOB_SCHEDULE: Readonly<Record<Hardfork, { target: number; max: number; baseFeeUpdateFraction: number }>> =
  {
    cancun: { target: 3, max: 6, baseFeeUpdateFraction: 3_338_477 },
    prague: { target: 6, max: 9, baseFeeUpdateFraction: 5_007_716 },
    osaka: { target: 6, max: 9, baseFeeUpdateFraction: 5_007_716 },
  };
