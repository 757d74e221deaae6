import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import { compile } from '../../../src/blueprint/compile.ts';
import { begin } from '../../../src/verbs/new.ts';
import type { Bench } from '../../../src/verbs/bench.ts';
import { parseTopology } from '../../../src/topology/parse.ts';
import { temporaryFolder } from '../../support/temporary.ts';

let bench: Bench;
beforeEach(async () => {
  const project = await temporaryFolder();
  await mkdir(join(project, 'topology'));
  const stage = { emit: () => undefined, consent: async () => false, signal: new AbortController().signal };
  bench = { project, directory: project, stage };
});

test('a first topology is good as it is written, and its editor finds the schema', async () => {
  expect(await begin('shop', bench)).toEqual({ lab: 'shop', file: 'topology/shop.yaml' });
  const text = await readFile(join(bench.project, 'topology/shop.yaml'), 'utf8');
  const { topology, diagnostics } = parseTopology({ text, file: 'shop.yaml' }, roles);
  const compiled = compile(topology!, roles);
  expect([...diagnostics, ...compiled.diagnostics]).toEqual([]);
  expect(compiled.blueprint?.name).toBe('shop');
  expect(compiled.blueprint?.services.filter(({ provisionable }) => !provisionable)).toEqual([]);
  const schema = /\$schema=(\S+)/.exec(text)?.[1] ?? '';
  expect(JSON.parse(await readFile(join(bench.project, 'topology', schema), 'utf8'))).toHaveProperty('properties');
});

test('a path is taken as it is, and nothing is written over another file', async () => {
  expect(await begin('./my-lab.yaml', bench)).toEqual({ lab: 'my-lab', file: 'my-lab.yaml' });
  await expect(begin('my-lab.yaml', bench)).rejects.toMatchObject({ code: 'file-there' });
});

test.each([
  ['My Shop', 'bad-lab-name'],
  ['a-name-that-is-much-too-long', 'bad-lab-name'],
  ['../shop', 'bad-lab-name'],
  ['nowhere/shop.yaml', 'file-unwritable'],
])('%s is refused with %s', async (place, code) => {
  await expect(begin(place, bench)).rejects.toMatchObject({ code, fault: 'usage' });
});
