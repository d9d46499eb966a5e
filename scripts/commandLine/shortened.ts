/** As many lines as people read; `--json` has them all. */
const SHOWN_TO_PEOPLE = 20;

/** The first lines, and how many more there are. @param where People find the others. */
export function shortened(lines: readonly string[], where = ""): string[] {
  const unlisted = lines.length - SHOWN_TO_PEOPLE;
  return [...lines.slice(0, SHOWN_TO_PEOPLE), ...(unlisted > 0 ? [`  and ${unlisted} more${where}`] : [])];
}
