/** The known word that differs least from what was written, if it is close enough to have been meant. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(written.length / 3));
  const ranked = known.map((word) => ({ word, edits: edits(written, word) })).sort((a, b) => a.edits - b.edits);
  return ranked[0] && ranked[0].edits <= limit ? ranked[0].word : undefined;
}

/** Levenshtein's distance, row by row. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
