/** Before what goes on from the line above. */
const INDENT = "  ";

/**
 * A line as lines of so many columns at most, broken between words; what is longer than a line is broken where it ends.
 * @param columns More than two.
 */
export function wrapped(line: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(" ", columns);
    const isBetweenWords = space > INDENT.length;
    lines.push(rest.slice(0, isBetweenWords ? space : columns));
    rest = `${INDENT}${rest.slice(isBetweenWords ? space + 1 : columns)}`;
  }
  return [...lines, rest];
}
