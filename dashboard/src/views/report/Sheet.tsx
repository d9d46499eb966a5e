import type { ReactNode } from "react";

export interface SheetRow {
  readonly name: string;
  readonly value: ReactNode;
}

/** Named values one below the other. */
export function Sheet({ rows }: { readonly rows: readonly (SheetRow | null)[] }) {
  return (
    <dl className="sheet">
      {rows.map((row) =>
        row === null ? null : (
          <div key={row.name}>
            <dt>{row.name}</dt>
            <dd>{row.value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
