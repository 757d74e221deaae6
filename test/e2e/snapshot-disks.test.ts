import { afterAll, beforeAll, expect, test } from 'vitest';
import { labPlaces } from '../../src/providers/local/places.ts';
import type { Request } from '../../src/providers/local/protocol.ts';
import { stepsIn } from '../support/luck.ts';
import { rootWorld, type Answer, type RootWorld } from '../support/root-world.ts';
import { counted, exhaustive, rotatingSeed } from '../support/seed.ts';

/*
 * What root does with the disks of stopped machines, on files of a few bytes: no machine is needed for it to be killed at
 * every step. `snapshots.test.ts` does it to a lab.
 */

const id = 'diskdisk';
const { lab, machines, snapshots } = labPlaces(id);
const save = { operation: 'save-disks', id, snapshot: 'kept' } as const;
const ready = { operation: 'ready-disks', id, snapshot: 'kept' } as const;
const swap = { operation: 'swap-disks', id, snapshot: 'kept' } as const;
const remove = (...gone: string[]): Request => ({ operation: 'remove-disks', id, snapshots: gone });
const saveOther: Request = { ...save, snapshot: 'other' };
const create: Request = {
  ...{ operation: 'create', lab: { id, name: 'disks', folder: '/nowhere' } },
  ...{ networks: [], machines: [], published: [] },
};

let world: RootWorld;
let small: RootWorld;
beforeAll(async () => {
  [world, small] = await Promise.all([rootWorld(), rootWorld(16)]);
});
afterAll(() => Promise.all([world, small].map((each) => each[Symbol.asyncDispose]())));

const names = ['a', 'b', 'c'];
const shell = (script: string, at = world): Promise<string> => at.run('sh', '-e', '-c', script);

/** Puts machines that hold this into a folder. */
const laid = (folder: string, value: string): string =>
  names
    .map((name) => `${folder}/${name}`)
    .map((at) => `mkdir -p ${at}; echo ${value} >${at}/disk.ext4; echo '"${value}"' >${at}/machine.json;`)
    .join('\n');
const owned = `rm -rf ${lab}; mkdir -p ${lab}; ln -s ${String(process.getuid?.() ?? 0)} ${lab}/owner;`;
/** A lab of now, of which a snapshot of then is there. */
const bothLaid = owned + laid(machines, 'now') + laid(`${snapshots}/kept`, 'then');

/** Everything that a lab keeps, by its path. */
const kept = async (at = world): Promise<Readonly<Record<string, string>>> => {
  const files = `-type f -printf '%P ' -exec head -c 30 {} ';'`;
  const said = await shell(`cd ${lab}; find . -name owner -o -type l -printf '%P %l\\n' -o ${files}`, at);
  return Object.fromEntries(said.split('\n').flatMap((line) => [line.split(' ') as [string, string]]));
};
const whole = (folder: string, value: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`${folder}/${name}/disk.ext4`, value],
      [`${folder}/${name}/machine.json`, `"${value}"`],
    ]),
  );
const now = whole('machines', 'now');
const then = whole('machines', 'then');
const snapshotOf = (value: string) => whole('snapshots/kept', value);

const failedWith = ({ replies }: Answer): string | undefined => {
  const last = replies.at(-1);
  return last?.reply === 'failed' ? last.code : undefined;
};
const well = async (request: Request, at = world): Promise<void> => {
  const { replies } = await at.ask(request);
  expect(replies.at(-1), request.operation).toEqual({ reply: 'done' });
};
const killedAt = (request: Request, when: number, at = world): Promise<Answer> =>
  at.ask(request, { luck: { whose: 'root.js', of: request.operation, what: 'kill', when } });

const known = new Map<string, number>();
/** How many steps it takes to do that to such a lab. */
const stepsFor = async (request: Request, before: () => Promise<unknown>): Promise<number> => {
  const { operation } = request;
  const there = known.get(operation);
  if (there !== undefined) return there;
  await before();
  const { notes } = await world.ask(request, { luck: { whose: 'root.js', what: 'count', when: 0 } });
  const { steps } = stepsIn(notes, 'root.js', operation);
  expect(steps, operation).toBeGreaterThan(8);
  known.set(operation, steps);
  return steps;
};

const bothReady = async (at = world, more = ''): Promise<void> => {
  await shell(bothLaid + more, at);
  await well(ready, at);
};

/** Some machines have become those of then, others not yet. */
const halfRestored = async (at = world, more = ''): Promise<void> => {
  const steps = await stepsFor(swap, bothReady);
  await bothReady(at, more);
  // Each machine takes as many of them.
  await killedAt(swap, Math.round(steps / 2), at);
  expect(await kept(at)).toHaveProperty('halfway', 'kept');
};

/** Kills root at all steps of something, or at another of them each day. */
const atEveryStep = async (
  request: Request,
  { before, after }: { readonly before: () => Promise<unknown>; readonly after: () => Promise<void> },
): Promise<void> => {
  const { operation } = request;
  const steps = await stepsFor(request, before);
  const all = Array.from({ length: steps }, (_, index) => index + 1);
  const tried = exhaustive ? all : [1 + (rotatingSeed() % steps)];
  for (const when of tried) {
    await before();
    expect((await killedAt(request, when)).notes, `${operation}, step ${String(when)}`).toBe('struck\n');
    await after();
  }
  counted({ what: `bad luck: kill -9 of root at ${operation}, on files`, count: tried.length, failed: 0 });
};

test('root killed at any step of a save: a snapshot is whole or none, machines are as they were, the next save is whole', async () => {
  await atEveryStep(save, {
    before: () => shell(owned + laid(machines, 'now')),
    after: async () => {
      const there = await kept();
      expect(there).toMatchObject(now);
      const [some] = Object.keys(there).filter((path) => path.startsWith('snapshots/kept/'));
      if (some !== undefined) expect(there).toEqual({ ...now, ...snapshotOf('now') });
      await well(save);
      expect(await kept()).toEqual({ ...now, ...snapshotOf('now') });
    },
  });
  await well(remove('kept'));
  expect(await kept()).toEqual(now);
}, 600_000);

test('root killed at any step before a restore changes anything: it has changed nothing, and can be begun again', async () => {
  await atEveryStep(ready, {
    before: () => shell(bothLaid),
    after: async () => {
      expect(await kept()).toMatchObject({ ...now, ...snapshotOf('then') });
      for (const request of [ready, swap]) await well(request);
      expect(await kept()).toEqual({ ...then, ...snapshotOf('then') });
    },
  });
}, 600_000);

test('root killed at any step of a restore: machines of two moments are not started, nor kept, and it can be ended', async () => {
  await atEveryStep(swap, {
    before: bothReady,
    after: async () => {
      const there = await kept();
      const ofThen = Object.entries(then).filter(([path, value]) => there[path] === value).length;
      const ofNow = Object.entries(now).filter(([path, value]) => there[path] === value).length;
      if (Math.max(ofThen, ofNow) < Object.keys(now).length) {
        expect(there).toHaveProperty('halfway');
        for (const request of [create, saveOther])
          expect(failedWith(await world.ask(request)), request.operation).toBe('restore-cut-off');
      }
      // Other snapshots come and go meanwhile.
      await well(remove('other'));
      for (const request of [ready, swap]) await well(request);
      expect(await kept()).toEqual({ ...then, ...snapshotOf('then') });
    },
  });
}, 600_000);

/** Of this size, and of nothing that could be left out of a copy. */
const heavy = (folder: string, mebibytes: number): string =>
  names.map((name) => `head -c ${String(mebibytes)}M /dev/urandom >${folder}/${name}/disk.ext4;`).join('\n');

test('a save or a restore for which there is no room changes nothing', async () => {
  await shell(bothLaid + heavy(machines, 2) + heavy(`${snapshots}/kept`, 2), small);
  const sums = () => shell(`cd ${lab}; find . -type f -exec md5sum {} + | sort`, small);
  const before = await sums();
  for (const request of [ready, saveOther]) {
    const answer = await small.ask(request);
    expect(failedWith(answer), request.operation).toBe('snapshot-no-room');
    expect(JSON.stringify(answer.replies.at(-1))).toContain('copies of the disks need up to');
    expect(await sums()).toBe(before);
  }
});

test('a restore that was cut off needs no room to be begun again, nor to be ended', async () => {
  const sums = (folder: string) => shell(`cd ${folder}; find . -name disk.ext4 -exec md5sum {} + | sort`, small);
  await bothReady(small, heavy(`${snapshots}/kept`, 2));
  await well(ready, small);
  await halfRestored(small, heavy(`${snapshots}/kept`, 2));
  for (const request of [ready, swap]) await well(request, small);
  expect(await sums(machines)).toBe(await sums(`${snapshots}/kept`));
});

test('instead of ending it, another snapshot can be restored', async () => {
  await halfRestored(world, laid(`${snapshots}/other`, 'long-ago'));
  const other = { snapshot: 'other' };
  await well({ ...ready, ...other });
  // The first way can still be ended, as long as nothing has become of the other one.
  expect(await kept()).toMatchObject({ halfway: 'kept', 'restored/kept/c/disk.ext4': 'then' });
  await well({ ...swap, ...other });
  const both = { ...snapshotOf('then'), ...whole('snapshots/other', 'long-ago') };
  expect(await kept()).toEqual({ ...whole('machines', 'long-ago'), ...both });
});
