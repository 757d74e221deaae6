/** Where a Markov chain in continuous time goes from a state, and how fast. */
export type Moves = readonly (readonly [to: string, rate: number])[];

/**
 * The stationary distribution of a Markov chain, by its states: all that can be reached from `start`. Gauss-Seidel on
 * the balance equations, until nothing changes any more.
 */
export function stationary(start: string, movesFrom: (state: string) => Moves): ReadonlyMap<string, number> {
  const index = new Map([[start, 0]]);
  const states = [start];
  const into: (readonly [from: number, rate: number])[][] = [[]];
  const out: number[] = [];
  for (let i = 0; i < states.length; i += 1) {
    const moves = movesFrom(states[i]!).filter(([, rate]) => rate > 0);
    out[i] = moves.reduce((sum, [, rate]) => sum + rate, 0);
    for (const [to, rate] of moves) {
      if (!index.has(to)) {
        index.set(to, states.push(to) - 1);
        into.push([]);
      }
      into[index.get(to)!]!.push([i, rate]);
    }
  }
  const p = new Float64Array(states.length).fill(1 / states.length);
  for (let round = 0, change = 1; change > 1e-12 && round < 20_000; round += 1) {
    change = 0;
    for (let i = 0; i < p.length; i += 1) {
      const next = into[i]!.reduce((sum, [from, rate]) => sum + p[from]! * rate, 0) / out[i]!;
      change += Math.abs(next - p[i]!);
      p[i] = next;
    }
    const total = p.reduce((sum, each) => sum + each, 0);
    p.forEach((each, i) => (p[i] = each / total));
  }
  return new Map(states.map((state, i) => [state, p[i]!]));
}

/** The mean of a figure over the states. */
export const meanOver = (chain: ReadonlyMap<string, number>, figure: (state: number[]) => number): number =>
  [...chain].reduce((sum, [state, p]) => sum + p * figure(state.split(' ').map(Number)), 0);
