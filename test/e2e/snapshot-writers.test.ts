import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Said } from '../support/bancada.ts';
import { tracesOf } from '../support/luck.ts';
import { exhaustive, figures } from '../support/seed.ts';
import { stores } from '../support/small-labs.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';
import { good } from '../support/trials.ts';

/** Of each round others: what was under way when the last one ended would leave a gap. */
const lanesOf = (round: number): readonly string[] => [1, 2, 3, 4].map((lane) => String(10 * round + lane));

/**
 * With the survey's own accounts, in lanes that do not wait for each other: a number from Redis, a row with it in MariaDB, the
 * number of that row in Redis, and only then word of it. A lane ends where a store is gone; nothing is tried twice.
 */
const writer = `
import json, sys, threading
import pymysql, redis

told = json.load(open('/etc/shop/config.json'))
rows, keys = told['database'], told['sessions']

def write(lane):
    tables = pymysql.connect(host=rows['host'], port=rows['port'], user=rows['user'], password=rows['password'],
                             database=rows['database'], autocommit=True)
    memory = redis.Redis(host=keys['host'], port=keys['port'], username=keys['user'], password=keys['password'])
    while True:
        number = memory.incr(f"{keys['prefix']}drawn:{lane}")
        with tables.cursor() as cursor:
            cursor.execute('insert into written values (%s, %s)', (lane, number))
        memory.set(f"{keys['prefix']}written:{lane}", number)
        sys.stdout.write(f'{lane} {number}\\n')
        sys.stdout.flush()

for lane in sys.argv[1:]:
    threading.Thread(target=write, args=(lane,)).start()
`;

let project: SmallProject;
const bancada = async (verb: string, ...words: readonly string[]): Promise<Said> => {
  const said = await project.bancada(verb, ...words);
  good(said, [verb, ...words].join(' '));
  return said;
};
const on = async (machine: string, ...words: readonly string[]): Promise<string> =>
  (await bancada('exec', '-m', machine, '--', ...words)).stdout.trim();
const sql = (statement: string): Promise<string> => on('tables', 'mariadb', '--skip-column-names', '-e', statement);

/** What the survey reads from Redis, of every lane. */
const inMemory = async (what: 'drawn' | 'written', lanes: readonly string[]): Promise<readonly number[]> => {
  const code = `import json, redis
keys = json.load(open('/etc/shop/config.json'))['sessions']
memory = redis.Redis(host=keys['host'], port=keys['port'], username=keys['user'], password=keys['password'])
print(*(int(memory.get(f"{keys['prefix']}${what}:{lane}") or 0) for lane in ${JSON.stringify(lanes)}))`;
  return (await on('app', 'python3', '-c', code)).split(' ').map(Number);
};

/** Starts to write. @returns by lane the last number of which there was word, and the program, which ends by itself once the stores are gone */
const startWriting = (lanes: readonly string[]) => {
  const last = new Map<string, number>(lanes.map((lane) => [lane, 0]));
  const writing = project.start('exec', '-m', 'app', '--', 'python3', '-c', writer, ...lanes);
  createInterface({ input: writing.stdout }).on('line', (line) => {
    const [lane = '', number] = line.split(' ');
    last.set(lane, Number(number));
  });
  const sum = (): number => [...last.values()].reduce((all, each) => all + each, 0);
  const least = (): number => Math.min(...last.values());
  return { last, sum, least, writing };
};

/** What a unit has said since it was last started. */
const saidSinceStart = (machine: string, unit: string): Promise<string> =>
  on(machine, 'sh', '-c', `journalctl -o cat _SYSTEMD_INVOCATION_ID=$(systemctl show -P InvocationID ${unit})`);

beforeAll(async () => {
  project = await lastingProject('written', stores);
  await bancada('up', '--no-check');
  await sql('create table shop.written (lane int, number int, primary key (lane, number))');
});
afterAll(async () => {
  const id = await project.id();
  await bancada('destroy', '--yes');
  expect(await tracesOf(project, [id])).toEqual([]);
});

test.each(exhaustive ? [1, 2, 3, 4, 5, 6, 7, 8] : [1])(
  'kept while somebody writes, both stores are whole and of one moment, and lack nothing of which there was word (%i)',
  async (round) => {
    const lanes = lanesOf(round);
    const { last, sum, least, writing } = startWriting(lanes);
    await expect.poll(least, { timeout: 30_000 }).toBeGreaterThan(20);
    const before = sum();
    await bancada('snapshot', 'save', `round-${String(round)}`);
    writing.kill();
    await writing;
    expect(sum(), 'nobody wrote meanwhile').toBeGreaterThan(before);
    await sql(`insert into shop.written values (${lanes[0]!}, 1000000)`);

    await bancada('snapshot', 'restore', `round-${String(round)}`, '--yes');
    const rows = await sql(
      `select lane, min(number), max(number), count(*) from shop.written where lane in (${lanes.join()}) group by lane`,
    );
    const [drawn, written] = await Promise.all([inMemory('drawn', lanes), inMemory('written', lanes)]);
    const kept = rows.split('\n').map((row) => row.split('\t'));
    expect(kept.map(([lane]) => lane)).toEqual(lanes);
    kept.forEach(([lane = '', first, highest, count], index) => {
      const why = `lane ${lane}: ${rows}; drawn ${drawn.join()}; written ${written.join()}`;
      const top = Number(highest);
      // One after the other, without a gap.
      expect([first, count], why).toEqual(['1', highest]);
      // No row without its number, nor word in Redis of a row that is not there; at most one step was under way.
      expect(drawn[index]! - top, why).toBeOneOf([0, 1]);
      expect(top - written[index]!, why).toBeOneOf([0, 1]);
      expect(top, why).toBeGreaterThanOrEqual(last.get(lane)!);
      expect(written[index]!, why).toBeGreaterThanOrEqual(last.get(lane)!);
    });

    const [tables, memory] = await Promise.all([
      saidSinceStart('tables', 'mariadb'),
      saidSinceStart('memory', 'redis-server'),
    ]);
    expect(tables).toContain('ready for connections');
    expect(tables).not.toMatch(/\[ERROR\]|crash recovery|crashed|corrupt/i);
    expect(memory).toContain('DB loaded from disk');
    expect(memory).not.toMatch(/corrupt|short read|bad file|error/i);
    const unsound = (await on('tables', 'mariadb-check', '--all-databases'))
      .split('\n')
      .filter((line) => !/ OK$/.test(line));
    expect(unsound).toEqual([]);
    figures(`snapshot while written to: ${String(sum())} rows, ${String(sum() - before)} of them while it was saved`);
  },
);
