import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitFile } from '../../src/providers/local/limits.ts';
import { places } from '../../src/providers/local/places.ts';
import type { Request } from '../../src/providers/local/protocol.ts';
import { asRoot, rootWorld, type RootWorld } from '../support/root-world.ts';

const id = 'turnturn';
const turn = `${places.runtime}/${id}.turn`;
const destroy = { operation: 'destroy', id } as const;
const done = { reply: 'done' };

let world: RootWorld;
beforeAll(async () => {
  world = await rootWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Who is not the lab's owner, nor root. */
const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'] as const;

test('nobody keeps a lab from being worked on by taking a name that can be guessed', async () => {
  const listen = `
    require('net').createServer().listen({ path: '\\0bancada-${id}' }, () => console.log('held'));
    process.stdin.resume().on('end', () => process.exit());`;
  const [first, ...words] = asRoot(...asNobody, process.execPath, '-e', listen);
  const squatter = spawn(first, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(squatter.stdout, 'data');
  const { replies } = await world.ask(destroy);
  squatter.stdin.end();
  expect(replies.at(-1)).toEqual(done);
}, 20_000);

test('who waits for another program of root’s says so, goes on when that has ended, and leaves nothing', async () => {
  await world.run('mkdir', '-p', places.runtime);
  const holder = world.start('flock', turn, 'sh', '-c', 'echo held; exec cat');
  await once(holder.stdout, 'data');
  let asked: Promise<unknown> | undefined;
  const { replies } = await world.ask(destroy, {
    onReply: () => {
      asked ??= world
        .run(...asNobody, 'flock', '--nonblock', turn, 'true')
        .then(() => 'locked', String)
        .finally(() => holder.stdin.end());
    },
  });
  expect(replies).toMatchObject([{ reply: 'event', event: { type: 'waiting' } }, done]);
  expect(await asked).toContain('Permission denied');
  expect(await world.run('ls', '/run')).toBe('');
});

test('who is asked by somebody who is gone by then gives up, and leaves nothing but what was there', async () => {
  expect((await world.ask(destroy, { isGone: true })).replies).toMatchObject([
    { reply: 'failed', code: 'interrupted' },
  ]);
  expect(await world.run('ls', '/run')).toBe('');
  await world.run('sh', '-c', `mkdir ${places.runtime}; : >${turn}`);
  expect((await world.ask(destroy, { isGone: true })).replies).toMatchObject([
    { reply: 'failed', code: 'interrupted' },
  ]);
  // The sign that root was killed before.
  expect(await world.run('ls', places.runtime)).toBe(`${id}.turn`);
  expect((await world.ask(destroy)).replies.at(-1)).toEqual(done);
  expect(await world.run('ls', '/run')).toBe('');
});

test('a folder that becomes read-only while root works is named, and the next one goes on', async () => {
  const lab = `${places.labs}/${id}`;
  await world.run(
    'sh',
    '-e',
    '-c',
    `mkdir -p ${lab}/machines/a; ln -s ${String(process.getuid?.() ?? 0)} ${lab}/owner`,
  );
  // After the turn's own two.
  const { replies } = await world.ask(destroy, { luck: { whose: 'root.js', of: 'destroy', what: 'EROFS', when: 3 } });
  expect(replies.at(-1)).toMatchObject({ reply: 'failed', code: 'state-unwritable' });
  expect((await world.ask(destroy)).replies.at(-1)).toEqual(done);
  expect(await world.run('ls', '/run')).toBe('');
});

test('wherever a disk becomes read-only, what is left is told, and goes with the next one', async () => {
  const lab = `${places.labs}/${id}`;
  const own = String(process.getuid?.() ?? 0);
  let isStruck = true;
  for (let when = 1; isStruck; when += 1) {
    expect(when).toBeLessThan(50);
    await world.run('sh', '-e', '-c', `mkdir -p ${lab}/machines/a; ln -sfn ${own} ${lab}/owner`);
    const luck = { whose: 'root.js', of: 'destroy', what: 'EROFS', when } as const;
    const { replies, notes } = await world.ask(destroy, { luck });
    isStruck = notes.includes('struck');
    const isDone = replies.at(-1)?.reply === 'done';
    expect(isDone || replies.at(-1)).toSatisfy(
      (so) => so === true || (so as { code: string }).code === 'state-unwritable',
    );
    // Whoever is told that it is done asks no more.
    if (isDone) expect(await world.run('find', '/run', '-name', '*.turn'), `write ${String(when)}`).toBe('');
    expect((await world.ask(destroy)).replies.at(-1)).toEqual(done);
    expect(await world.run('ls', '/run')).toBe('');
  }
}, 60_000);

test('who is refused a lab leaves its owner the sign that root was killed at it', async () => {
  const lab = `${places.labs}/${id}`;
  await world.run('sh', '-e', '-c', `mkdir -p ${lab} ${places.runtime}; ln -s 65533 ${lab}/owner; : >${turn}`);
  expect((await world.ask(destroy)).replies).toMatchObject([{ reply: 'failed', code: 'not-your-lab' }]);
  expect(await world.run('ls', places.runtime)).toBe(`${id}.turn`);
  // Its owner’s next one goes on, and takes it away.
  expect((await world.ask(destroy, { caller: 65533 })).replies).toEqual([done]);
  expect(await world.run('ls', '/run')).toBe('');
});

test('limits that were raised for one user’s lab stay until it has come, and go with the last lab, whoever’s that is', async () => {
  const key = 'fs.inotify.max_user_instances';
  const other = { operation: 'destroy', id: 'otherlab' } as const;
  const [one, another] = [{ caller: 65533 }, { caller: 65534 }];
  const raise = (...limits: { key: typeof key; value: number }[]): Request => ({ operation: 'raise', limits });
  // Not this computer's own, in this world.
  const fake = '/var/lib/limit';
  await world.run('sh', '-e', '-c', `echo 128 >${fake}; mount --bind ${fake} ${limitFile(key)}`);
  const well = async (request: Request, asked: { readonly caller: number }): Promise<string> => {
    expect((await world.ask(request, asked)).replies.at(-1), JSON.stringify(request)).toEqual(done);
    return world.run('cat', fake);
  };

  expect(await well(raise({ key, value: 1024 }), one)).toBe('1024');
  expect(await well(other, another)).toBe('1024');
  expect(await well(raise(), another)).toBe('1024');
  expect(await well(raise(), one)).toBe('128');

  expect(await well(raise({ key, value: 1024 }), one)).toBe('1024');
  // Its door does not open: that user may not read the program, where the tests have put it. The lab has come before.
  const lab = { id, name: 'limits', folder: '/nowhere' };
  await world.ask({ operation: 'create', lab, networks: [], machines: [], published: [] }, one);
  await world.run('sh', '-e', '-c', `mkdir -p ${places.labs}/otherlab; ln -s 65534 ${places.labs}/otherlab/owner`);
  expect(await well(destroy, one)).toBe('1024');
  expect(await well(other, another)).toBe('128');
  // `mount` keeps a folder of its own there.
  expect(await world.run('find', '/run', '-name', '*bancada*')).toBe('');
}, 60_000);
