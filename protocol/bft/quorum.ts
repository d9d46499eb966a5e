/**
 * Seals that make a block of `validators` validators final: two thirds of them, rounded up (Besu, `BftHelpers`; QBFT and
 * IBFT 2.0 alike). @param validators How many there are, 1 or more.
 */
export function quorumOf(validators: number): number {
  return Math.ceil((2 * validators) / 3);
}

/** How many of `validators` validators may fail or lie without stopping or forking the chain. */
export function faultsTolerated(validators: number): number {
  return Math.floor((validators - 1) / 3);
}
