import { expect } from 'vitest';
import {
  simulate,
  type Distribution,
  type Estimate,
  type SimModel,
  type SimOptions,
  type Station,
} from '../../src/sim/index.ts';

/** Requests that come one after the other to one station. */
export const oneStation = (every: Distribution, service: Distribution, station: Station = {}): SimModel => ({
  sources: { visitors: { arrivals: { every }, steps: [{ visit: 'desk', for: service }] } },
  stations: { desk: station },
});

/** The figures of the station and of the visitors. */
export const deskOf = async (model: SimModel, options: SimOptions) => {
  const { stations, sources } = await simulate(model, options);
  return { desk: stations['desk']!, visitors: sources['visitors']! };
};

/**
 * The figure is the exact one as far as chance allows: no further from it than twice its half width, and known well
 * enough (5 % unless said otherwise) to tell it from a wrong one. The seed is fixed: it always is, or never.
 */
export const expectExact = ({ value, halfWidth }: Estimate, exact: number, known = 0.05): void => {
  expect(halfWidth, `the half width at ${value}`).toBeLessThan(known * exact);
  expect(Math.abs(value - exact), `${value} ± ${halfWidth}, and exactly ${exact}`).toBeLessThan(2 * halfWidth + 1e-9);
};
