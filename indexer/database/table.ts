/** Columns by name. */
export type Columns = Readonly<Record<string, "text" | "integer">>;

export interface Table {
  readonly columns: Columns;
  readonly key: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
  /** Columns that may hold no value. */
  readonly nullable?: readonly string[];
}

export const text = "text" as const;
export const integer = "integer" as const;
/** Columns of the event behind a row. */
export const position = { blockNumber: integer, logIndex: integer } as const;
