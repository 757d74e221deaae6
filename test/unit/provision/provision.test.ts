import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../../../src/kit/resources/command.ts';
import { directory } from '../../../src/kit/resources/directory.ts';
import { file } from '../../../src/kit/resources/file.ts';
import { tree } from '../../../src/kit/resources/tree.ts';
import { LabError } from '../../../src/errors/lab-error.ts';
import type { Resource } from '../../../src/kit/resource.ts';
import type { LabEvent } from '../../../src/model/event.ts';
import { Secret } from '../../../src/model/secret.ts';
import { provision } from '../../../src/provision/provision.ts';
import { connect } from '../../../src/ssh/connect.ts';
import type { Session } from '../../../src/ssh/session.ts';
import { startSshPeer, type SshPeer } from '../../support/ssh-peer.ts';

/** The engine works on a machine whose `/srv` and `/var/lib` are folders of the test's own. */
let folder: string;
let peer: SshPeer;
let session: Session;
let events: LabEvent[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bancada-provision-'));
  await Promise.all(['srv', 'lib'].map((name) => mkdir(join(folder, name))));
  const enter = 'mount --bind "$1/srv" /srv && mount --bind "$1/lib" /var/lib && shift && exec "$@"';
  peer = await startSshPeer(['unshare', '--map-root-user', '--mount', 'sh', '-c', enter, 'sh', folder]);
  session = await connect(peer.reach);
  events = [];
});
afterEach(async () => {
  await session[Symbol.asyncDispose]();
  await peer[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const make = (
  resources: readonly Resource[],
  apply = true,
  signal = new AbortController().signal,
  proveReachable?: () => Promise<void>,
) =>
  provision({
    session,
    ...(proveReachable && { proveReachable }),
    resources: resources.map((resource) => ({ service: 'web@peer', resource })),
    apply,
    signal,
    emit: (event) => events.push(event),
  });
const applied = (): readonly string[] =>
  events.flatMap((event) => (event.type === 'change-applied' ? [event.change.resource] : []));

const page = file({ path: '/srv/page/index.html', content: 'hello\n' });
const sample = [
  directory({ path: '/srv/page', mode: '0750' }),
  page,
  file({ path: '/srv/password', content: new Secret('hush'), mode: '0600' }),
  tree({
    path: '/srv/app',
    files: [
      { path: 'a.py', content: 'a' },
      { path: 'deep/b.py', content: 'b' },
    ],
  }),
  command({
    id: 'stamp',
    summary: { en: 'stamp', pt: 'carimbar' },
    unless: { argv: ['test', '-e', '/srv/stamp'] },
    run: [{ argv: ['touch', '/srv/stamp'] }],
  }),
];

test('makes everything in order, then finds nothing to do in a single question', async () => {
  const { changes } = await make(sample);
  expect(changes.map(({ resource }) => resource)).toEqual(sample.map(({ id }) => id));
  expect(applied()).toEqual(sample.map(({ id }) => id));
  expect(await readFile(join(folder, 'srv/page/index.html'), 'utf8')).toBe('hello\n');
  expect(await readFile(join(folder, 'srv/app/deep/b.py'), 'utf8')).toBe('b');
  let questions = 0;
  const ask = session.ask.bind(session);
  session.ask = (...words) => ((questions += 1), ask(...words));
  expect((await make(sample)).changes).toEqual([]);
  expect(questions).toBe(1);
});

test('what could lock us out is tried, and made once the machine was reached again; without a need for that it is made at once', async () => {
  const here = (name: string): string => join(folder, 'srv', name);
  const write = (name: string) =>
    ({ do: 'write', path: `/srv/${name}`, content: '', mode: '0600', owner: 'root', group: 'root' }) as const;
  const rules = file({ path: '/srv/rules', content: 'new' });
  const trial: Resource = {
    ...rules,
    compare: (facts) => {
      const difference = rules.compare(facts);
      return difference && { ...difference, trial: { begin: [write('tried')], end: [write('ended')] } };
    },
  };
  const before = file({ path: '/srv/before', content: '' });
  const after = file({ path: '/srv/after', content: '' });
  const all = [before, trial, after];
  const names = ['before', 'tried', 'rules', 'ended', 'after'];
  const seen = (): readonly string[] => names.filter((name) => existsSync(here(name)));
  const lockedOut = (): Promise<void> => Promise.reject(new Error('locked out'));
  await expect(make(all, true, undefined, lockedOut)).rejects.toThrow('locked out');
  expect(seen()).toEqual(['before', 'tried']);
  const proofs: (readonly string[])[] = [];
  const prove = (): Promise<void> => {
    proofs.push(seen());
    return Promise.resolve();
  };
  await make(all, true, undefined, prove);
  expect(proofs).toEqual([['before', 'tried']]);
  expect(seen()).toEqual(names);
  expect(applied()).toEqual([before.id, trial.id, after.id]);

  for (const name of names) await rm(here(name));
  await make(all);
  expect(seen()).toEqual(['before', 'rules', 'after']);
});

test('tells each change as soon as it is made, with the time that it took', async () => {
  const step = (id: string, ...argv: readonly [string, ...string[]]) =>
    command({ id, summary: { en: id, pt: id }, unless: { argv: ['test', '-e', `/srv/${id}`] }, run: [{ argv }] });
  const slow = step('slow', 'sh', '-c', 'sleep 0.2; touch /srv/slow');
  const patient = step('patient', 'sh', '-c', 'until test -e /srv/heard; do sleep 0.02; done; touch /srv/patient');
  const making = make([slow, patient]);
  await expect.poll(applied, { timeout: 5000 }).toEqual(['slow']);
  await writeFile(join(folder, 'srv/heard'), '');
  await making;
  expect(applied()).toEqual(['slow', 'patient']);
  const took = events.flatMap((event) => (event.type === 'change-applied' ? [event.change.milliseconds] : []));
  expect(took[0]).toBeGreaterThanOrEqual(200);
});

test('compares only, if asked to', async () => {
  expect((await make(sample, false)).changes).toHaveLength(sample.length);
  await expect(readFile(join(folder, 'srv/page/index.html'))).rejects.toThrow('ENOENT');
});

test('tells what somebody changed by hand from what is now described otherwise', async () => {
  await make(sample);
  await writeFile(join(folder, 'srv/page/index.html'), 'hello, by hand\n');
  await writeFile(join(folder, 'srv/app/extra.py'), '');
  const byHand = await make(sample, false);
  expect(byHand.changes).toMatchObject([
    { resource: page.id, drift: true, diff: '@@ -1,1 +1,1 @@\n-hello, by hand\n+hello\n' },
    { resource: 'tree:/srv/app', drift: true },
  ]);
  await make(sample);
  const otherwise = file({ path: '/srv/page/index.html', content: 'goodbye\n' });
  const described = await make(
    sample.map((each) => (each === page ? otherwise : each)),
    false,
  );
  expect(described.changes).toMatchObject([{ resource: page.id, drift: false }]);
});

test('takes away what is no longer described, last made first, and leaves what others put beside it', async () => {
  const old = file({ path: '/srv/old/only', content: 'old' });
  await make([...sample, old]);
  await writeFile(join(folder, 'srv/page/mine.html'), 'mine');
  const [kept] = sample;
  const planned = await make([kept!], false);
  expect(planned.changes.map(({ action, resource, service }) => [action, resource, service])).toEqual(
    [old.id, 'tree:/srv/app', 'file:/srv/password', page.id].map((id) => ['remove', id, 'web@peer']),
  );
  await make([kept!]);
  expect(await readdir(join(folder, 'srv'))).toEqual(['page', 'stamp']);
  expect(await readdir(join(folder, 'srv/page'))).toEqual(['mine.html']);
  expect((await make([kept!])).changes).toEqual([]);
});

test('takes away also what a run that was cut off has made', async () => {
  const failing = command({
    id: 'fails',
    summary: { en: 'fail', pt: 'falhar' },
    unless: { argv: ['false'] },
    run: [{ argv: ['false'] }],
  });
  await expect(make([page, failing])).rejects.toThrow(LabError);
  const [again] = (await make([page], false)).changes.map(({ drift }) => drift);
  expect(again, 'nobody changed it by hand').toBeUndefined();
  await make([]);
  expect(await readdir(join(folder, 'srv'))).toEqual([]);
});

test('a change that fails says what was done and what came out, and the next run goes on from there', async () => {
  const failing = command({
    id: 'fails',
    summary: { en: 'fail', pt: 'falhar' },
    unless: { argv: ['test', '-e', '/srv/ok'] },
    run: [{ argv: ['sh', '-c', 'echo because >&2; test -e /srv/page/go && touch /srv/ok'] }],
  });
  await expect(make([...sample, failing])).rejects.toMatchObject({
    code: 'change-failed',
    context: { resource: 'fails', output: 'because' },
  });
  expect(applied()).toEqual(sample.map(({ id }) => id));
  await writeFile(join(folder, 'srv/page/go'), '');
  expect((await make([...sample, failing])).changes.map(({ resource }) => resource)).toEqual(['fails']);
});

test('what does not stay as described is a failure', async () => {
  const never = command({
    id: 'never',
    summary: { en: 'try', pt: 'tentar' },
    unless: { argv: ['false'] },
    run: [{ argv: ['true'] }],
  });
  await expect(make([never])).rejects.toMatchObject({ code: 'still-different', context: { machine: 'peer' } });
});

test('stops after the change at hand when interrupted', async () => {
  const stop = new AbortController();
  const slow = command({
    id: 'slow',
    summary: { en: 'wait', pt: 'esperar' },
    unless: { argv: ['test', '-e', '/srv/slow'] },
    run: [{ argv: ['sh', '-c', 'touch /srv/begun; sleep 0.3; touch /srv/slow'] }],
  });
  const making = make([slow, page], true, stop.signal);
  await expect.poll(() => existsSync(join(folder, 'srv/begun')), { timeout: 5000 }).toBe(true);
  stop.abort();
  await expect(making).rejects.toThrow('aborted');
  expect(await readFile(join(folder, 'srv/slow'), 'utf8')).toBe('');
  await expect(readFile(join(folder, 'srv/page/index.html'))).rejects.toThrow('ENOENT');
});

test('two services that want one file otherwise are told of', async () => {
  const other = file({ path: '/srv/page/index.html', content: 'mine\n' });
  await expect(make([page, other])).rejects.toMatchObject({ code: 'resource-clash', fault: 'topology' });
  expect((await make([page, page])).changes).toHaveLength(1);
});
