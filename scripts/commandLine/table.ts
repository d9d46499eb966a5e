/** Rows of cells as lines whose columns begin below each other. Cells that look like numbers end below each other. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, at) => padded(cell, widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

const NUMBER = /^-?[0-9][0-9.,]*(?: (?:s|%))?$/;

function padded(cell: string, width: number): string {
  return NUMBER.test(cell) ? cell.padStart(width) : cell.padEnd(width);
}
