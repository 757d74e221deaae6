import { expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { Secret } from '../../../src/model/secret.ts';
import { systemProcesses } from '../../../src/ports/process.ts';
import { explainFailure, type ProcessFailure } from '../../../src/ports/start-process.ts';

const failure: ProcessFailure = { timedOut: false, isCanceled: false, isTerminated: false };

test.each<[Partial<ProcessFailure>, string | undefined]>([
  [{ code: 'ENOENT' }, 'program-missing'],
  [{ code: 'EACCES' }, 'program-not-permitted'],
  [{ timedOut: true, isTerminated: true }, 'program-timeout'],
  [{ isCanceled: true, isTerminated: true }, 'interrupted'],
  [{ isTerminated: true, signal: 'SIGKILL' }, 'program-killed'],
  [{ exitCode: 3 }, undefined],
])('%j is %s', (change, code) => {
  expect(explainFailure('x', { ...failure, ...change })?.code).toBe(code);
});

test('arguments arrive as they are, and no shell sees them', async () => {
  const hostile = ['$(id)', '`id`', 'a b', "it's", '"', '*', ''];
  const { stdout } = await systemProcesses.run({ argv: ['printf', '%s\\n', ...hostile] });
  expect(stdout).toBe(`${hostile.join('\n')}\n`);
});

test('a program that fails is told from one that is not there', async () => {
  expect(await systemProcesses.run({ argv: ['sh', '-c', 'echo no >&2; exit 3'] })).toEqual({
    code: 3,
    stdout: '',
    stderr: 'no\n',
  });
  await expect(systemProcesses.must({ argv: ['sh', '-c', 'echo no >&2; exit 3'] })).rejects.toMatchObject({
    code: 'program-failed',
    context: { output: 'no', code: 3 },
  });
  await expect(systemProcesses.run({ argv: ['no-such-program-anywhere'] })).rejects.toMatchObject({
    code: 'program-missing',
    fault: 'environment',
  });
});

test('a program is ended by its time limit and by its signal', async () => {
  await expect(systemProcesses.run({ argv: ['sleep', '60'], timeoutMs: 50 })).rejects.toMatchObject({
    code: 'program-timeout',
  });
  await expect(systemProcesses.run({ argv: ['sleep', '60'], signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
    code: 'interrupted',
  });
});

test('a program that may end politely is told once, with what it waits for, and does so', async () => {
  const stop = new AbortController();
  const said: string[] = [];
  const onLine = (line: string): void => {
    said.push(line);
    if (line === 'begun') setTimeout(() => stop.abort(), 50);
  };
  const script = 'trap "echo told" INT; echo begun; sleep 60; echo ended';
  const started = performance.now();
  const running = systemProcesses.run({ argv: ['sh', '-c', script], politely: true, signal: stop.signal, onLine });
  await expect(running).rejects.toMatchObject({ code: 'interrupted' });
  expect(said).toEqual(['begun', 'told', 'ended']);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a program that may end politely and is out of time is told so, with what it waits for', async () => {
  const said: string[] = [];
  const script = 'trap "echo told" INT; sleep 60; echo ended';
  const started = performance.now();
  const running = systemProcesses.run({
    argv: ['sh', '-c', script],
    politely: true,
    timeoutMs: 300,
    onLine: (line) => said.push(line),
  });
  await expect(running).rejects.toMatchObject({ code: 'program-timeout' });
  expect(said).toEqual(['told', 'ended']);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a secret reaches standard input, and no error', async () => {
  const secret = new Secret('hunter2');
  expect((await systemProcesses.run({ argv: ['cat'], stdin: secret })).stdout).toBe('hunter2');
  const error = await systemProcesses
    .must({ argv: ['sh', '-c', 'cat > /dev/null; exit 1'], stdin: secret })
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LabError);
  expect(JSON.stringify(error) + String((error as LabError).cause)).not.toContain('hunter2');
});

test('a conversation goes line by line', async () => {
  const talk = await systemProcesses.converse({ argv: ['sed', '-u', 's/^/you said /'] });
  talk.say('one');
  talk.say('two');
  talk.hangUp();
  const heard: string[] = [];
  for await (const line of talk.lines) heard.push(line);
  expect(heard).toEqual(['you said one', 'you said two']);
  expect((await talk.finished).code).toBe(0);
});
