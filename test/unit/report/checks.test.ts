import { describe, expect, it } from 'vitest';
import { checkLines, verdictOf } from '../../../src/report/checks.ts';
import { look, printed, same } from '../../support/printed.ts';
import { result } from '../../support/up-events.ts';

describe('checks', () => {
  const closed = Array.from({ length: 84 }, (_, n) => result({ id: `closed:app1->db:${n}` }));

  it('sums up what is good and tells everything about what is not', () => {
    const results = [
      result({ id: 'flow:survey@app1->redis@lb:redis', title: same('survey on app1 reaches redis on lb') }),
      ...closed,
      result({
        id: 'balance:web@lb',
        title: same('web@lb shares requests evenly'),
        verdict: 'fail',
        expected: same('50 of 100 each'),
        seen: same('app1 100, app2 0'),
        from: 'visitors@lan',
        hint: same('bancada logs survey --service survey@app2'),
      }),
      result({ id: 'journey:survey', title: same('a visitor answers'), verdict: 'inconclusive' }),
    ];
    expect(printed(checkLines(results, look))).toMatchInlineSnapshot(`
      "
      ✓ open       survey on app1 reaches redis on lb
      ✓ closed     84 of 84 refused
      ✗ balance    web@lb shares requests evenly
          ✗ web@lb shares requests evenly  failed
            expected  50 of 100 each
            seen      app1 100, app2 0
            from      visitors@lan
            -> bancada logs survey --service survey@app2
      ? journey    a visitor answers
          ? a visitor answers  inconclusive
            expected  refused
            seen      refused
            from      app1
      85 passed, 1 failed, 1 inconclusive
      "
    `);
  });

  it('one failure fails all, one that could not be run leaves them open', () => {
    const open = result({ verdict: 'inconclusive' });
    expect(verdictOf(closed)).toBe('pass');
    expect(verdictOf([...closed, open])).toBe('inconclusive');
    expect(verdictOf([open, result({ verdict: 'fail' })])).toBe('fail');
  });
});
