import { expect, onTestFinished, vi } from 'vitest';
import type { TargetOptions } from '../../../src/model/target.ts';
import { ec2Provider } from '../../../src/providers/ec2/provider.ts';
import { tagKeys } from '../../../src/providers/ec2/tags.ts';
import type { MachineState, Observed, Provider } from '../../../src/providers/provider.ts';
import { blueprintOf, survey } from '../../unit/blueprint/build.ts';
import { temporaryFolder } from '../temporary.ts';
import { cloudLab, type CloudLab } from './cloud-lab.ts';
import { startStandIn, type StandIn } from './endpoint.ts';
import { quickPorts } from './quick-ports.ts';
import type { Hypervisor, World } from './world.ts';

/** The interface alone, without machines behind it: what is marked as taken over is not entered. */
const takenOver: Hypervisor = {
  boot: (instance) => {
    instance.tags[tagKeys.ready] = 'ens5/20';
    return Promise.resolve();
  },
  console: () => Promise.resolve(''),
  isOff: () => Promise.resolve(false),
  stop: () => Promise.resolve(),
  terminate: () => Promise.resolve(),
};

/** An EC2 of the running test's own, which the environment names to every AWS tool; its own faults fail that test. */
export const standInForTest = async (): Promise<StandIn> => {
  const aws = await startStandIn({ hypervisor: takenOver });
  const noFiles = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_PROFILE: '' };
  for (const [name, value] of Object.entries({ ...noFiles, ...aws.environment })) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await aws[Symbol.asyncDispose]();
    expect(aws.faults).toEqual([]);
  });
  return aws;
};

/** The provider, for an operator who stands at 198.51.100.7. */
export const ec2 = (options: TargetOptions = {}): Provider => ec2Provider(options, quickPorts);

/** A lab of the survey's database in the cloud. */
export const database = async (): Promise<CloudLab> => cloudLab(await temporaryFolder(), blueprintOf(survey()), ['db']);

/** Makes what the lab lacks there. */
export const up = (lab: CloudLab, options?: TargetOptions): Promise<Observed> => ec2(options).create(lab, lab.stage);

/** What its first machine is found to be. */
export const stateOf = async (lab: CloudLab): Promise<MachineState | undefined> =>
  (await ec2().observe(lab)).machines[0];

/** What the first security group lets in: `tcp 22 198.51.100.7/32`. */
export const openingsIn = ({ groups }: World): readonly string[] | undefined =>
  groups[0]?.ingress.map(
    ({ IpProtocol, FromPort, IpRanges }) =>
      `${String(IpProtocol)} ${String(FromPort)} ${String(IpRanges?.[0]?.CidrIp)}`,
  );
