import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageAt } from '../support/browser.ts';
import { projectCopy, type ProjectCopy } from '../support/project-copy.ts';

/** What the balancer notes down about a request. */
interface Noted {
  readonly path: string;
  readonly status: number;
  /** Address and port of the machine that it was passed on to; empty if it was answered by the balancer itself. */
  readonly upstream: string;
}

let project: ProjectCopy;
let url: string;

beforeAll(async () => {
  project = await projectCopy('survey');
  url = (await project.up()).published[0]?.url ?? '';
});
afterAll(() => project[Symbol.asyncDispose]());

const accessLog = async (): Promise<readonly Noted[]> => {
  const { stdout } = await project.bancada('exec', '-m', 'lb', '--', 'cat', '/var/log/nginx/access.log');
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Noted);
};

/** The machine that served a page, as the page says at its top. */
const servedBy = (page: string): string | undefined => /class="served[^>]*>.*?<b>([^<]+)<\/b>/s.exec(page)?.[1];

test('each page says which machine served it, and reloading it alternates between the two', async () => {
  const before = (await accessLog()).length;
  const machines: (string | undefined)[] = [];
  for (let load = 0; load < 4; load += 1) machines.push(servedBy(await pageAt(url)));
  expect(machines[0]).toMatch(/^app[12]$/);
  const other = machines[0] === 'app1' ? 'app2' : 'app1';
  expect(machines).toEqual([machines[0], other, machines[0], other]);
  // Were a page two requests, one machine would serve every page.
  const noted = (await accessLog()).slice(before);
  expect(noted.map(({ path, status, upstream }) => [path, status, upstream !== ''])).toEqual(
    machines.map(() => ['/', 200, true]),
  );
});

test('the balancer answers the favicon itself', async () => {
  const before = await accessLog();
  expect((await fetch(new URL('/favicon.ico', url))).status).toBe(204);
  expect(await accessLog()).toEqual(before);
});

test('plain ssh enters the machines too', async () => {
  const config = join(project.directory, '.bancada', 'survey', 'ssh_config');
  expect((await execa('ssh', ['-F', config, 'app1', 'hostname'])).stdout).toBe('app1');
});
