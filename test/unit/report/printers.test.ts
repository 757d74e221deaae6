import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { checkLines, verdictOf } from '../../../src/report/checks.ts';
import { doctorLines } from '../../../src/report/doctor.ts';
import { duration } from '../../../src/report/duration.ts';
import { failureLines } from '../../../src/report/failure.ts';
import { failureDocument } from '../../../src/report/json.ts';
import { plain } from '../../../src/report/line.ts';
import type { Line } from '../../../src/report/line.ts';
import { planLines } from '../../../src/report/plan.ts';
import { plainLines } from '../../../src/report/progress-lines.ts';
import { advance, noProgress } from '../../../src/report/progress.ts';
import { statusLines } from '../../../src/report/status.ts';
import { upLines } from '../../../src/report/up.ts';
import { change, result, upEvents } from '../../support/up-events.ts';

const look = { language: 'en', width: 80, verbose: false } as const;
const text = (lines: readonly Line[]): string => `\n${lines.map(plain).join('\n')}\n`;
const same = (words: string) => ({ en: words, pt: words });

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
    expect(text(planLines(plan, look))).toMatchInlineSnapshot(`
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
    expect(text(planLines({ ...nothing, machines }, look))).toBe('\n✓ nothing to change\n');
  });
});

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
    expect(text(checkLines(results, look))).toMatchInlineSnapshot(`
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

it('plain lines tell what begins, changes, is awaited when that is news, and ends', () => {
  let progress = noProgress;
  const lines = upEvents.flatMap(({ event, at }) => {
    const said = plainLines(event, progress, look);
    progress = advance(progress, event, at);
    return said;
  });
  expect(text(lines)).toMatchInlineSnapshot(`
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

it('status is a table with unknowns said', () => {
  const port = { name: 'http', port: 80, protocol: 'tcp', public: true } as const;
  const status = {
    lab: 'survey',
    title: 'Market-survey web app',
    machines: [
      {
        machine: { name: 'lb', state: 'running', since: new Date(0) },
        address: '192.168.56.10',
        load: {
          cpu: { used: 0.256, of: 1 },
          memory: { usedBytes: 74 * 2 ** 20, ofBytes: 2 ** 29 },
          disk: { usedBytes: 2 ** 20, ofBytes: 2 ** 32 },
          devices: [],
        },
        services: [
          {
            id: 'web@lb',
            role: 'nginx',
            ports: [port],
            state: 'ready',
            gauges: [],
            traffic: {
              perSecond: 120.4,
              failedPerSecond: 2,
              seconds: { p50: 0.004, p95: 0.0312, p99: 1.25 },
              targets: [{ service: 'survey@app1', perSecond: 60.2, failedPerSecond: 2 }],
            },
          },
          {
            id: 'redis@lb',
            role: 'redis',
            ports: [],
            state: 'not-ready',
            why: same('redis answers on 192.168.56.10:6379'),
            gauges: [
              { name: 'hits', label: same('hits'), unit: 'ratio', value: 0.982 },
              { name: 'memory', label: same('memory'), unit: 'bytes', value: 1_300_000 },
              { name: 'operations', label: same('operations'), unit: 'per-second', value: null },
            ],
          },
        ],
      },
      {
        machine: { name: 'db', state: 'unknown', why: same('the host does not say') },
        silentForMs: 12_300,
        services: [],
      },
    ],
    published: [{ visitors: 'class', listen: 8080, address: '192.168.56.10', port: 80, url: 'http://127.0.0.1:8080' }],
    faults: [],
    overrides: ['web.balance=least_conn'],
  } as const;
  expect(text(statusLines(status, look))).toMatchInlineSnapshot(`
    "
    survey  Market-survey web app

    MACHINE   STATE                        ADDRESS         SERVICE   PORTS     STATE
    lb        running                      192.168.56.10   web       http 80   ready
                                                           redis               not ready  redis answers on 192.168.56.10:6379
    db        unknown, silent for 12.3 s
    db  the host does not say

    lb        cpu 0.26 / 1  memory 74.0 MiB / 512 MiB  disk 1.00 MiB / 4.00 GiB
      web     requests 120/s  failing 2.00/s  p95 31 ms  app1 60.2/s
      redis   hits 98 %  memory 1.24 MiB  operations ?

    ~ web.balance=least_conn  set while it runs, in the place of the file's value

      http://127.0.0.1:8080  class
    "
  `);
});

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
  expect(text(upLines(up, look))).toMatchInlineSnapshot(`
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

describe('failures', () => {
  const output = Array.from({ length: 14 }, (_, n) => `line ${n + 1}`).join('\n');
  const error = new LabError({
    code: 'operation-failed',
    fault: 'operation',
    message: same('nginx does not take its configuration'),
    hint: same('bancada plan survey shows what differs'),
    context: { machine: 'lb', command: 'nginx -t', output },
    cause: new Error('exit code 1'),
  });

  it('say what, why, where, the end of the output, and what to do', () => {
    expect(text(failureLines(error, look))).toMatchInlineSnapshot(`
      "
      error: nginx does not take its configuration [operation-failed]
        because    exit code 1
        machine    lb
        command    nginx -t
        4 earlier lines: -v shows all
        | line 5
        | line 6
        | line 7
        | line 8
        | line 9
        | line 10
        | line 11
        | line 12
        | line 13
        | line 14
        -> bancada plan survey shows what differs
      "
    `);
  });

  it('show all output with -v', () => {
    expect(text(failureLines(error, { ...look, verbose: true }))).toContain('| line 1\n');
  });

  it.each([
    ['operation', 'bancada explain door-failed says more'],
    ['bug', 'please report it'],
  ] as const)('without a hint of their own still say what next: %s', (fault, step) => {
    const bare = new LabError({ code: 'door-failed', fault, message: same('it did not start') });
    expect(text(failureLines(bare, look))).toContain(step);
    expect(JSON.stringify(failureDocument(bare))).toContain(step);
  });

  it('of several machines are all told', () => {
    const cause = new AggregateError([error, new LabError({ code: 'x', fault: 'busy', message: same('second') })]);
    const both = new LabError({ code: 'machines-failed', fault: 'operation', message: same('lb, db failed'), cause });
    const said = text(failureLines(both, look));
    expect(said).toContain('error: nginx does not take its configuration');
    expect(said).toContain('error: second');
  });

  it('that are our mistake say so', () => {
    expect(text(failureLines(new TypeError('x is undefined'), look))).toMatchInlineSnapshot(`
      "
      bug: TypeError: x is undefined
        -> this is a mistake in Bancada, not yours: please report it, with what -v prints
      "
    `);
  });
});

it('doctor says once what mends two things', () => {
  const lacks = (program: string) =>
    ({
      code: program,
      what: same(`no ${program}`),
      status: 'missing',
      fix: [
        ['apt-get', 'update'],
        ['apt-get', 'install', program],
      ],
    }) as const;
  expect(text(doctorLines([lacks('nft'), lacks('ip')], look)).match(/sudo .*/g)).toEqual([
    'sudo apt-get update',
    'sudo apt-get install nft',
    'sudo apt-get install ip',
  ]);
});

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1.0 s'],
  [59_949, '59.9 s'],
  [60_000, '1 min 00 s'],
  [125_000, '2 min 05 s'],
])('%d ms is %s', (milliseconds, said) => expect(duration(milliseconds)).toBe(said));
