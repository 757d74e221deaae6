import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { places } from '../../src/providers/local/places.ts';
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
