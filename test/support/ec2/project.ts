import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import { bancadaAt, type Said, type Standing } from '../bancada.ts';
import { operator, publicAddresses, startCloud, type Cloud } from './cloud.ts';
import { startStandIn, type StandIn } from './endpoint.ts';
import { aliveIn } from './world.ts';

/** What `up` is told so that it asks nobody, with a lab at `target`: for whom, for how long and for how much. */
export const agreedOn = (target: string): readonly string[] => [
  ...['--on', target, '--from-cidr', `${operator}/32`],
  ...['--max-hours', '8', '--max-cost', '1usd'],
];

/** A project with one topology, and a cloud whose instances run as local machines behind an EC2 that is not AWS's. */
export interface CloudProject extends AsyncDisposable {
  readonly folder: string;
  readonly cloud: Cloud;
  readonly aws: StandIn;
  /** Where its operator stands: on that cloud's internet. */
  readonly standing: Standing & { readonly directory: string };
  readonly labFolder: string;
  bancada(verb: string, ...words: readonly string[]): Promise<Said>;
  /** Instances that are there, and that somebody pays for. */
  alive(): StandIn['world']['instances'];
}

/** Makes one; `topology` is what the whole file says, of a lab of that name. */
export const cloudProject = async (lab: string, topology: string): Promise<CloudProject> => {
  const folder = await mkdtemp(join(tmpdir(), 'bancada-test-'));
  await mkdir(join(folder, 'topology'));
  await writeFile(join(folder, 'topology', `${lab}.yaml`), topology);
  const shown = (await bancadaAt({ directory: folder }, 'show', lab, '--json')).json<Pick<Blueprint, 'machines'>>();
  const cloud = await startCloud(Object.fromEntries(shown.machines.map(({ name, packages }) => [name, packages])));
  const aws = await startStandIn({
    hypervisor: cloud.hypervisor,
    addresses: publicAddresses,
    route: (world) => cloud.route(world),
  });
  await cloud.relay(aws.url);
  const nothing = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const environment = { XDG_STATE_HOME: join(folder, 'state'), ...nothing, ...aws.environment };
  const standing = { directory: folder, environment, through: cloud.through };
  return {
    ...{ folder, cloud, aws, standing, labFolder: join(folder, '.bancada', lab) },
    bancada: (verb, ...words) => bancadaAt(standing, verb, lab, ...words),
    alive: () => aliveIn(aws.world),
    [Symbol.asyncDispose]: async () => {
      await aws[Symbol.asyncDispose]();
      await cloud[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
