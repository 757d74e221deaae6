import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { LoadResult } from '../src/model/load.ts';
import { packageRoot } from '../src/ports/files.ts';
import { heedInterrupts, interrupted } from './interrupts.ts';

/*
 * Bancada's visitors beside Debian's wrk: the same page of the same lab, one after the other, from the same place. As root,
 * with wrk installed: npm run bench:load
 */

const root = packageRoot();
/** A project of its own: a lab of the same name that the user has is left alone. */
const folder = await mkdtemp(join(tmpdir(), 'bancada-bench-'));
await mkdir(join(folder, 'topology'));
await cp(join(root, 'topology', 'survey.yaml'), join(folder, 'topology', 'survey.yaml'));

const page = '/favicon.ico'; // nginx answers it by itself
const connections = 50;
const seconds = 5;
const rounds = Number(process.argv[2] ?? 3);

const standing = { cwd: folder, stdin: 'ignore', env: { NO_COLOR: '1' } } as const;
const bancada = async (...words: readonly string[]): Promise<string> =>
  (await execa(join(root, 'bancada'), words, { ...standing, cancelSignal: interrupted })).stdout;

const load = async (...words: readonly string[]): Promise<LoadResult> => {
  const said = await bancada('load', 'survey', '--path', page, '--for', `${seconds}s`, '--json', ...words);
  return JSON.parse(said.split('\n').at(-1) ?? '') as LoadResult;
};

/** wrk in the lab's own network, where Bancada's visitors are too. */
const wrk = async (address: string): Promise<string> => {
  const { id } = JSON.parse(await readFile(`${folder}/.bancada/survey/lab.json`, 'utf8')) as { readonly id: string };
  const { pid } = JSON.parse(await readFile(`/run/bancada/${id}/switch.json`, 'utf8')) as { readonly pid: number };
  const measuring = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', `http://${address}${page}`];
  const { stdout } = await execa('nsenter', [`--net=/proc/${pid}/ns/net`, '--', ...measuring]);
  const [, p50] = /50%\s+(\S+)/.exec(stdout) ?? [];
  const [, p99] = /99%\s+(\S+)/.exec(stdout) ?? [];
  const [, rate] = /Requests\/sec:\s+(\S+)/.exec(stdout) ?? [];
  return `wrk       ${connections} at once  ${rate ?? '?'} a second  p50 ${p50 ?? '?'}  p99 ${p99 ?? '?'}`;
};

using _ = heedInterrupts();
try {
  await bancada('up', 'survey', '--no-check');
  console.log(`${rounds} rounds on ${availableParallelism()} cores, node ${process.version}\n`);
  for (let round = 0; round < rounds; round++) {
    const closed = await load('--closed', String(connections));
    const rate = (closed.answered / closed.seconds).toFixed(0);
    const { p50, p99 } = closed.latency;
    console.log(`bancada   ${connections} at once  ${rate} a second  p50 ${p50}ms  p99 ${p99}ms`);
    console.log(await wrk(/\(([\d.]+):/.exec(closed.target)?.[1] ?? ''));
    const { pace, latency } = await load('--rate', '2000');
    const lag = `sent late by p50 ${pace.lag.p50}ms p99 ${pace.lag.p99}ms`;
    console.log(
      `bancada   2000 asked  ${pace.sentRate.toFixed(1)} a second  p50 ${latency.p50}ms  p99 ${latency.p99}ms  ${lag}`,
    );
  }
} finally {
  await execa(join(root, 'bancada'), ['destroy', 'survey', '--yes'], { ...standing, reject: false });
  await rm(folder, { recursive: true });
}
