/** Where the event behind a row stands on the chain. */
export interface EventPosition {
  readonly blockNumber: number;
  readonly logIndex: number;
}
