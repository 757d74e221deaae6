import { expect, it } from 'vitest';
import { plainLines } from '../../../src/report/progress-lines.ts';
import { advance, noProgress } from '../../../src/report/progress.ts';
import { look, printed } from '../../support/printed.ts';
import { upEvents } from '../../support/up-events.ts';

it('plain lines tell what begins, changes, is awaited when that is news, and ends', () => {
  let progress = noProgress;
  const lines = upEvents.flatMap(({ event, at }) => {
    const said = plainLines(event, progress, look);
    progress = advance(progress, event, at);
    return said;
  });
  expect(printed(lines)).toMatchInlineSnapshot(`
    "
      networks: networks and ports
    ✓ networks ready  120 ms
      lb        starting: machine
      app1      starting: machine
      db        starting: machine
    note: this kernel cannot delay packets
    ✓ lb        started  770 ms
      lb        setting up: provisioning
      lb        write /etc/nginx/nginx.conf (its content differs)  12 ms
    ✓ app1      started  970 ms
      db        waiting: SSH
    ✓ lb        set up, 1 change  350 ms
      app1      waiting: services
      app1      waiting: gunicorn answers on 192.168.56.11:8000
    ✓ app1      answers  990 ms
    ✓ db        started  2.3 s
      checking: checks
    ? inconclusive  db:3306 is closed to app1
    ✓ checked  300 ms
    "
  `);
  expect(progress.activities).toEqual([]);
});
