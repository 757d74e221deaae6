import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatLoss,
  formatRate,
  parseDuration,
  parseLoss,
  parseRate,
  parseStorage,
} from '../../../src/topology/quantities.ts';

describe('quantities', () => {
  it.each([
    [parseDuration, '15ms', 15],
    [parseDuration, '0.5s', 500],
    [parseDuration, '800us', 0.8],
    [parseRate, '100mbit', 100_000_000],
    [parseRate, '2.5 gbit', 2_500_000_000],
    [parseLoss, '3%', 0.03],
    [parseLoss, '100%', 1],
    [parseStorage, '2GiB', 2048],
  ])('%o reads %s', (parse, text, amount) => expect(parse(text)).toBe(amount));

  it.each(['', '15', 'ms', '-1ms', '1e3ms', '1,5ms', '15 m s', '15mbit', '15msx', '15constructor', '١ms'])(
    'a duration is not %j',
    (text) => expect(parseDuration(text)).toBeUndefined(),
  );

  it('a share of packets is at most all of them', () => expect(parseLoss('100.1%')).toBeUndefined());

  it('reads back every duration, rate and loss that it writes', () => {
    const milliseconds = fc.integer({ min: 0, max: 99_999_999 }).map((hundredths) => hundredths / 100);
    fc.assert(fc.property(milliseconds, (ms) => parseDuration(formatDuration(ms)) === ms));
    const units = fc.constantFrom(1, 1e3, 1e6);
    const rates = fc.tuple(fc.integer({ min: 0, max: 999_999 }), units).map(([amount, unit]) => amount * unit);
    fc.assert(fc.property(rates, (bps) => parseRate(formatRate(bps)) === bps));
    const shares = fc.integer({ min: 0, max: 100_000 }).map((amount) => amount / 100_000);
    fc.assert(fc.property(shares, (share) => Math.abs(parseLoss(formatLoss(share))! - share) < 1e-12));
  });
});
