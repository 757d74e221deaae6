/** The known word that differs least from what was written, if it is close enough to have been meant. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(Math.min(written.length, 20) / 3));
  const ranked = known.map((word) => ({ word, edits: editDistance(written, word) })).sort((a, b) => a.edits - b.edits);
  return ranked[0] && ranked[0].edits <= limit ? ranked[0].word : undefined;
}

/** How many characters must be put in, taken out, changed or swapped with the next to get from one text to the other. */
export function editDistance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > 20) return Infinity;
  let [before, row] = [[] as number[], Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1, swapped));
    }
    [before, row] = [row, next];
  }
  return row[to.length]!;
}
