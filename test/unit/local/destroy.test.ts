import { expect, test } from 'vitest';
import type { Processes } from '../../../src/ports/process.ts';
import { localProvider } from '../../../src/providers/local/provider.ts';
import { localLab } from '../../support/local-lab.ts';

test('a lab of which nothing was made is destroyed without root', async () => {
  const started: string[] = [];
  const refuse = ({ argv }: { readonly argv: readonly string[] }): never => {
    started.push(argv.join(' '));
    throw new Error('no program is needed');
  };
  const processes: Processes = { run: refuse, must: refuse, converse: refuse };
  const { identity, stage } = localLab(['one']);
  await localProvider({ processes }).destroy(identity, stage);
  expect(started).toEqual([]);
});
