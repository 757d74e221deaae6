import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { failureLines } from '../../../src/report/failure.ts';
import { failureDocument } from '../../../src/report/json.ts';
import { look, printed, same } from '../../support/printed.ts';

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
    expect(printed(failureLines(error, look))).toMatchInlineSnapshot(`
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
    expect(printed(failureLines(error, { ...look, verbose: true }))).toContain('| line 1\n');
  });

  it.each([
    ['operation', 'bancada explain door-failed says more'],
    ['bug', 'please report it'],
  ] as const)('without a hint of their own still say what next: %s', (fault, step) => {
    const bare = new LabError({ code: 'door-failed', fault, message: same('it did not start') });
    expect(printed(failureLines(bare, look))).toContain(step);
    expect(JSON.stringify(failureDocument(bare))).toContain(step);
  });

  it('of several machines are all told', () => {
    const cause = new AggregateError([error, new LabError({ code: 'x', fault: 'busy', message: same('second') })]);
    const both = new LabError({ code: 'machines-failed', fault: 'operation', message: same('lb, db failed'), cause });
    const said = printed(failureLines(both, look));
    expect(said).toContain('error: nginx does not take its configuration');
    expect(said).toContain('error: second');
  });

  it('that are our mistake say so', () => {
    expect(printed(failureLines(new TypeError('x is undefined'), look))).toMatchInlineSnapshot(`
      "
      bug: TypeError: x is undefined
        -> this is a mistake in Bancada, not yours: please report it, with what -v prints
      "
    `);
  });
});
