import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentUser } from '../../../src/ports/computer.ts';
import { labTags } from '../../../src/providers/ec2/tags.ts';
import type { DoctorResult } from '../../../src/verbs/results.ts';
import { bancadaAt, type Said } from '../../support/bancada.ts';
import { startStandIn, type StandIn } from '../../support/ec2/endpoint.ts';
import { hasServiceModel } from '../../support/ec2/model.ts';
import { temporaryFolder } from '../../support/temporary.ts';

let aws: StandIn;

const nothing = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };

const listed = async (environment: Readonly<Record<string, string>> = {}): Promise<Said> => {
  const directory = await temporaryFolder();
  await mkdir(join(directory, 'topology'));
  return bancadaAt({ directory, environment: { ...nothing, ...aws.environment, ...environment } }, 'list', '--cloud');
};

describe.skipIf(!hasServiceModel)('what the cloud holds (needs the package python3-botocore)', () => {
  beforeAll(async () => {
    aws = await startStandIn();
  });
  afterAll(() => aws[Symbol.asyncDispose]());

  test('is told in a line, and nothing else is: no library speaks to the user', async () => {
    const said = await listed();
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toContain('the cloud holds nothing of any lab');
    // In all regions that the account may use.
    expect(aws.asked).toEqual(expect.arrayContaining(['DescribeInstances sa-east-1', 'DescribeInstances us-east-1']));
  });

  test('a lab of which nothing is left but its tags is listed with its region, and removed by its id', async () => {
    const directory = await temporaryFolder();
    await mkdir(join(directory, 'topology'));
    const identity = {
      id: 'lost1234',
      name: 'survey',
      owner: currentUser(),
      folder: join(directory, 'gone', 'survey'),
    };
    const id = 'eipalloc-0123456789abcdef0';
    const [ip = ''] = aws.world.freeAddresses.splice(0, 1);
    aws.world.addresses.push({ id, ip, region: 'sa-east-1', made: 0, instance: undefined, tags: labTags(identity) });
    const environment = { ...nothing, ...aws.environment, XDG_STATE_HOME: join(directory, 'state') };
    const at = { directory, environment };
    const { held } = (await bancadaAt(at, 'list', '--cloud', '--json')).json<{ readonly held: unknown }>();
    expect(held).toMatchObject([{ kind: 'address', name: ip, region: 'sa-east-1', lab: 'survey', id: identity.id }]);
    const destroyed = await bancadaAt(at, 'destroy', identity.id, '--yes');
    expect(destroyed.code, destroyed.stderr).toBe(0);
    expect(aws.world.addresses).toEqual([]);
  });

  test('a folder that only a tag calls the lab’s does not go with it', async () => {
    const directory = await temporaryFolder();
    await mkdir(join(directory, 'topology'));
    await cp('topology/survey.yaml', join(directory, 'topology', 'survey.yaml'));
    const folder = join(directory, 'home');
    await mkdir(folder);
    await writeFile(join(folder, 'thesis.txt'), 'all of it');
    aws.world.groups.push({
      ...{ id: 'sg-0123456789abcdef1', name: 'bancada-ana12345-db', description: '', region: 'sa-east-1', made: 0 },
      ...{ tags: labTags({ id: 'ana12345', name: 'survey', owner: currentUser(), folder }), ingress: [] },
    });
    const environment = { ...nothing, ...aws.environment, XDG_STATE_HOME: join(directory, 'state') };
    const { code, stderr } = await bancadaAt({ directory, environment }, 'destroy', 'ana12345', '--yes');
    expect(code, stderr).toBe(0);
    expect(aws.world.groups).toEqual([]);
    expect(await readdir(folder)).toEqual(['thesis.txt']);
  });

  test('a lab of the same name that another computer of the user’s has up is told by its id, and goes by that only', async () => {
    const directory = await temporaryFolder();
    await mkdir(join(directory, 'topology'));
    await cp('topology/survey.yaml', join(directory, 'topology', 'survey.yaml'));
    // The same place of the same user on the other computer, as far as its tags tell.
    const folder = join(directory, '.bancada', 'survey');
    const named = (id: string, digit: number) => ({
      ...{ id: `sg-0123456789abcdef${String(digit)}`, name: `bancada-${id}-db`, description: '', region: 'sa-east-1' },
      ...{ made: 0, tags: labTags({ id, name: 'survey', owner: currentUser(), folder }), ingress: [] },
    });
    aws.world.groups.push(named('desk1234', 2), named('desk5678', 3));
    const environment = { ...nothing, ...aws.environment, XDG_STATE_HOME: join(directory, 'state') };
    const at = { directory, environment };
    const refused = await bancadaAt(at, 'destroy', 'survey', '--yes');
    expect(refused).toMatchObject({ code: 4 });
    expect(refused.stderr).toContain('lab-elsewhere');
    for (const id of ['desk1234', 'desk5678']) expect(refused.stderr).toContain(`bancada destroy ${id} --yes`);
    expect(aws.world.groups).toHaveLength(2);
    const destroyed = await bancadaAt(at, 'destroy', 'desk1234', '--yes');
    expect(destroyed.code, destroyed.stderr).toBe(0);
    expect(aws.world.groups.splice(0).map(({ name }) => name)).toEqual(['bancada-desk5678-db']);
  });

  test('a lost lab that could not be removed is told again by its id, not as one that is not up', async () => {
    const directory = await temporaryFolder();
    await mkdir(join(directory, 'topology'));
    await cp('topology/survey.yaml', join(directory, 'topology', 'survey.yaml'));
    const folder = join(directory, '.bancada', 'survey');
    const tags = labTags({ id: 'lost5678', name: 'survey', owner: currentUser(), folder });
    const [ip = ''] = aws.world.freeAddresses.splice(0, 1);
    const id = 'eipalloc-0123456789abcdef1';
    aws.world.addresses.push({ id, ip, region: 'sa-east-1', made: 0, instance: undefined, tags });
    const at = { directory, environment: { ...nothing, ...aws.environment, XDG_STATE_HOME: join(directory, 'state') } };
    aws.misfortunes.push({ operation: 'ReleaseAddress', what: { code: 'UnauthorizedOperation', status: 403 } });
    expect(await bancadaAt(at, 'destroy', 'lost5678', '--yes')).toMatchObject({ code: 77 });
    const again = await bancadaAt(at, 'destroy', 'survey', '--yes');
    expect([again.code, again.stderr]).toEqual([
      4,
      expect.stringContaining('bancada destroy lost5678 --yes') as string,
    ]);
    expect(await bancadaAt(at, 'destroy', 'lost5678', '--yes')).toMatchObject({ code: 0 });
    expect(aws.world.addresses).toEqual([]);
  });

  test('a lab of the same name that another project has is left alone, whatever its folder is called', async () => {
    const directory = await temporaryFolder();
    const [here, there] = [join(directory, 'here'), join(directory, 'aula [1] 100%', 'ç'.repeat(120), 'ç'.repeat(120))];
    for (const project of [here, there]) await mkdir(join(project, 'topology'), { recursive: true });
    const folder = join(there, '.bancada', 'survey');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'blueprint.json'), '{}');
    const identity = { id: 'bia12345', name: 'survey', owner: currentUser(), folder };
    aws.world.groups.push({
      ...{ id: 'sg-0123456789abcdef0', name: 'bancada-bia12345-db', description: '', region: 'sa-east-1' },
      ...{ made: 0, tags: labTags(identity), ingress: [] },
    });
    await cp('topology/survey.yaml', join(here, 'topology', 'survey.yaml'));
    const environment = { ...nothing, ...aws.environment, XDG_STATE_HOME: join(directory, 'state') };
    const destroyed = await bancadaAt({ directory: here, environment }, 'destroy', 'survey', '--yes');
    expect(destroyed).toMatchObject({ code: 4 });
    expect(destroyed.stderr).toContain('survey is not up');
    expect(aws.world.groups.splice(0)).toHaveLength(1);
  });

  test('doctor tells what the account refuses beside what VMs lack', async () => {
    const directory = await temporaryFolder();
    await mkdir(join(directory, 'topology'));
    const no = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' };
    const environment = { ...nothing, ...aws.environment, ...no, VAGRANT_DEFAULT_PROVIDER: 'virtualbox' };
    const said = await bancadaAt({ directory, environment }, 'doctor', '--on', 'real');
    expect(said.code, said.stderr).toBe(69);
    expect(said.stdout).toMatch(/^✗ .*credentials.*\n +-> /m);
    expect(said.stdout).toMatch(/^[✗✓] .*VirtualBox/m);
    const told = (await bancadaAt({ directory, environment }, 'doctor', '--on', 'real', '--json')).json<DoctorResult>();
    expect(told.findings.map(({ code }) => code)).toContain('ec2-no-credentials');
    expect(told.findings.length).toBeGreaterThan(1);
  });

  test('neither key is printed, however much is asked for and whoever refuses them', async () => {
    const directory = await temporaryFolder();
    await mkdir(join(directory, 'topology'));
    const keys = { AWS_ACCESS_KEY_ID: 'AKIDWRONG', AWS_SECRET_ACCESS_KEY: 'wrong-secret' };
    const at = { directory, environment: { ...nothing, ...aws.environment, ...keys } };
    for (const more of ['--verbose', '--json']) {
      const { code, stdout, stderr } = await bancadaAt(at, 'list', '--cloud', more);
      expect(code, stdout + stderr).not.toBe(0);
      expect(stdout + stderr).toContain('ec2-credentials-refused');
      expect(stdout + stderr).not.toMatch(/AKIDWRONG|wrong-secret/);
    }
  });

  test('other warnings of Node.js are still heard', async () => {
    const warn = 'data:text/javascript,process.emitWarning(%27something%20else%27)';
    expect((await listed({ NODE_OPTIONS: `--import ${warn}` })).stderr).toContain('Warning: something else');
  });
});
