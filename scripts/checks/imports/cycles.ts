/**
 * Finds files that import themselves in a circle (Tarjan's strongly connected components).
 * @returns Each circle as the list of its files.
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];

  const visit = (file: string): number => {
    let lowest = index.size;
    index.set(file, lowest);
    stack.push(file);
    onStack.add(file);
    for (const next of graph.get(file) ?? []) {
      if (!index.has(next)) lowest = Math.min(lowest, visit(next));
      else if (onStack.has(next)) lowest = Math.min(lowest, index.get(next) ?? lowest);
    }
    if (lowest === index.get(file)) {
      const members = stack.splice(stack.indexOf(file));
      for (const member of members) onStack.delete(member);
      if (members.length > 1 || graph.get(file)?.includes(file)) cycles.push(members);
    }
    return lowest;
  };

  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return cycles;
}
