/** What each file imports, by path. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** Groups of files that lead back to themselves, each sorted; the components of Tarjan that hold more than one. */
export function cyclesIn(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const cycles: string[][] = [];

  function visit(file: string): number {
    const own = order.size;
    order.set(file, own);
    lowest.set(file, own);
    open.push(file);
    for (const target of graph.get(file) ?? []) {
      const reached = order.has(target) ? (open.includes(target) ? (order.get(target) ?? own) : own) : visit(target);
      lowest.set(file, Math.min(lowest.get(file) ?? own, reached));
    }
    if (lowest.get(file) === own) {
      const part = open.splice(open.indexOf(file));
      if (part.length > 1 || graph.get(file)?.includes(file)) cycles.push(part.toSorted());
    }
    return lowest.get(file) ?? own;
  }

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
}
