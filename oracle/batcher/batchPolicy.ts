/** When a batch is made: as soon as it is full, or when its first leaf has waited long enough. */
export interface BatchPolicy {
  /** Most leaves of a batch. */
  readonly maxLeaves: number;
  /** Longest wait of a leaf for its batch, ms. */
  readonly maxAgeMs: number;
}

/** True if a batch is to be made of `leaves` open leaves, the oldest of which has waited for `ageMs`. */
export function isBatchDue(policy: BatchPolicy, leaves: number, ageMs: number): boolean {
  return leaves >= policy.maxLeaves || (leaves > 0 && ageMs >= policy.maxAgeMs);
}
