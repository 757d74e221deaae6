import { expect, it } from 'vitest';
import { upLines } from '../../../src/report/up.ts';
import { look, printed } from '../../support/printed.ts';
import { change, result } from '../../support/up-events.ts';

it('up ends with where to click, what the topology says, and what to do next', () => {
  const up = {
    lab: 'survey',
    id: 'abcd2345',
    title: '',
    machines: ['lb', 'app1'],
    published: [{ visitors: 'class', listen: 8080, address: '192.168.56.10', port: 80, url: 'http://127.0.0.1:8080' }],
    changes: [change()],
    checks: [result()],
    message: 'Open http://127.0.0.1:8080 and reload.\n',
    milliseconds: 8123,
  };
  expect(printed(upLines(up, look))).toMatchInlineSnapshot(`
    "
    ✓ closed     db:3306 is closed to app1
    1 check passed
    ✓ survey is up, in 8.1 s  2 machines, 1 change

      http://127.0.0.1:8080  class

    Open http://127.0.0.1:8080 and reload.

      bancada status survey          one look
      bancada ssh survey lb          a shell inside
      bancada down survey            stop it, keep its disks
      bancada destroy survey         remove every trace
    "
  `);
});
