import { expect, test } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { Snapshots } from '../../src/verbs/snapshot/list.ts';
import { exhaustive } from '../support/seed.ts';
import { pair } from '../support/small-labs.ts';
import { vmProject } from '../support/virtualbox/project.ts';

/* Real Vagrant and real services; only VirtualBox is a stand-in, whose snapshots are copies of disks. */
test.runIf(exhaustive && process.getuid?.() === 0)(
  'VMs are again what they were when they were kept, and their snapshots go with them',
  async () => {
    await using project = await vmProject('pair', pair);
    const good = async (...[verb = '', ...words]: readonly string[]) => {
      const said = await project.bancada(verb, ...words);
      expect(said.code, `${verb} ${words.join(' ')}: ${said.stdout.slice(-1500)}${said.stderr}`).toBe(0);
      return said;
    };
    const sql = async (statement: string): Promise<string> =>
      (await good('exec', '-m', 'db', '--', 'mariadb', '--skip-column-names', '-e', statement)).stdout.trim();
    const write = (value: string): Promise<string> =>
      sql(`create or replace table survey.mark (x text); insert into survey.mark values ('${value}')`);
    expect((await project.up()).code).toBe(0);
    await write('before');
    await good('snapshot', 'save', 'seed');
    expect(await sql('select x from survey.mark')).toBe('before');
    const { snapshots } = (await good('snapshot', 'list', '--json')).json<Snapshots>();
    expect(snapshots.map(({ name, machines }) => [name, machines.map((each) => each.name).toSorted()])).toEqual([
      ['seed', ['db', 'lb']],
    ]);
    await write('after');
    await good('snapshot', 'restore', 'seed', '--yes');
    expect(await sql('select x from survey.mark')).toBe('before');
    const plan = (await good('plan', '--json')).json<PlanResult>();
    expect([plan.changes, plan.machines.filter(({ action }) => action !== 'keep')]).toEqual([[], []]);
    await good('check');
    await good('destroy', '--yes');
    expect(await project.vboxManage('list', 'vms')).not.toContain('-pair-');
  },
  900_000,
);
