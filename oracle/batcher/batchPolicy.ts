/** When a batch is made: as soon as it is full, or when its first leaf has waited long enough. */
export interface BatchPolicy {
  /** Most leaves of a batch. */
  readonly maxLeaves: number;
  /** Longest wait of a leaf for its batch, ms. */
  readonly maxAgeMs: number;
}

/** 2,048 leaves share one anchor's gas at 28 each and are proven by 11 hashes; two seconds keep a page lively. */
export const DEFAULT_BATCH_POLICY: BatchPolicy = { maxLeaves: 2_048, maxAgeMs: 2_000 };

/** True if a batch is to be made of `leaves` open leaves, the oldest of which has waited for `ageMs`. */
export function isBatchDue(policy: BatchPolicy, leaves: number, ageMs: number): boolean {
  return leaves >= policy.maxLeaves || (leaves > 0 && ageMs >= policy.maxAgeMs);
}
