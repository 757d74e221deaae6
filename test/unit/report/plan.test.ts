import { describe, expect, it } from 'vitest';
import { planLines } from '../../../src/report/plan.ts';
import { look, printed, same } from '../../support/printed.ts';
import { change } from '../../support/up-events.ts';

describe('plan', () => {
  const nothing = { lab: 'survey', target: 'local', machines: [], changes: [], unread: [], faults: [] };

  it('lists machines, then changes with reasons, drift and diffs', () => {
    const diff = '--- a\n+++ b\n@@ -1,2 +1,2 @@\n user www;\n-workers 1;\n+workers 2;\n';
    const plan = {
      ...nothing,
      machines: [
        { name: 'lb', action: 'keep', why: same('it runs as described'), interrupts: [] },
        { name: 'app1', action: 'restart', why: same('other addresses'), interrupts: ['survey@app1'] },
        { name: 'db', action: 'create', why: same('it does not exist yet'), interrupts: [] },
        { name: 'old', action: 'remove', why: same('it is no longer described'), interrupts: [] },
      ],
      changes: [
        change({ diff, drift: true }),
        change({ action: 'restart', resource: 'unit:nginx', summary: same('restart nginx') }),
      ],
      unread: ['db'],
    } as const;
    expect(printed(planLines(plan, look))).toMatchInlineSnapshot(`
      "
      ~ machine app1  other addresses  interrupts survey@app1
      + machine db  it does not exist yet
      - machine old  it is no longer described
      lb
        ~ file:/etc/nginx/nginx.conf  write /etc/nginx/nginx.conf  for web@lb  changed by hand
            its content differs
            @@ -1,2 +1,2 @@
             user www;
            -workers 1;
            +workers 2;
        ~ unit:nginx  restart nginx  for web@lb
            its content differs
      not running, so what they need inside is not known yet: db
      1 machine to make, 1 machine to restart, 1 machine to remove, 2 changes, 1 of them changed by hand
      "
    `);
  });

  it('says that there is nothing to change', () => {
    const machines = [{ name: 'lb', action: 'keep', why: same('it runs as described'), interrupts: [] }] as const;
    expect(printed(planLines({ ...nothing, machines }, look))).toBe('\n✓ nothing to change\n');
  });
});
