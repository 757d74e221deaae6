import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { Secret } from '../../model/secret.ts';
import { listFolder, readText } from '../../ports/files.ts';
import { timed } from '../../ports/timed.ts';
import type { Stage } from '../../ports/stage.ts';
import { identityFile } from '../../pki/prepare-secrets.ts';
import { connect } from '../../ssh/connect.ts';
import type { Reach, Session } from '../../ssh/session.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import type { ProviderLab } from '../provider.ts';
import type { SshPlace, Stead } from './networks.ts';
import type { SetUp } from './records.ts';
import { fingerprintOf, identityOf, natDeviceIn, setUpScript } from './set-up.ts';
import { vagrantHome } from './vagrant.ts';

/** A VM that runs, as what it is to be prepared. */
export interface Preparation {
  readonly lab: ProviderLab;
  readonly machine: string;
  readonly steads: readonly Stead[];
  readonly vm: { readonly id: string; readonly ssh: SshPlace };
  readonly before: SetUp | undefined;
  readonly stage: Stage;
}

const patienceMs = 120_000;

/**
 * Gives a VM the lab's keys, its name and its networks, unless it has them. The first time it is entered by the key that
 * every box has, over a port of this computer's loopback; then that key opens it no more, and its host key is the lab's.
 */
export const prepare = async (preparation: Preparation): Promise<SetUp> => {
  const { vm, before, machine, stage } = preparation;
  const identity = identityOf(preparation.lab, preparation.steads, machine);
  const fingerprint = fingerprintOf(identity);
  if (before?.vm === vm.id && before.fingerprint === fingerprint) return before;
  return timed(stage, { phase: 'machine', machine, what: text.setsUp(machine) }, async () => {
    await using session = await enter(preparation, before?.vm === vm.id);
    const { code, stdout, stderr } = await session.run(['sh', '-s'], {
      stdin: setUpScript(identity),
      signal: stage.signal,
    });
    if (code !== 0)
      throw new LabError({
        code: 'vm-setup-failed',
        fault: 'operation',
        message: text.setupFailed(machine),
        hint: text.setupFailedHint,
        context: { machine, output: stderr.trim().split('\n').slice(-20).join('\n') },
      });
    return { vm: vm.id, fingerprint, natDevice: natDeviceIn(stdout) };
  });
};

const enter = async (preparation: Preparation, isSetUp: boolean): Promise<Session> => {
  const { lab, machine, vm, stage } = preparation;
  const route = vm.ssh;
  const options = { patienceMs, signal: stage.signal };
  const hostKey = lab.hostKeys[machine]?.publicKey ?? '';
  const privateKey = await labKey(lab);
  const ours: Reach = { machine, user: 'root', privateKey, hostKey, route, sudo: false };
  if (isSetUp) return connect(ours, options);
  const { shownHostKey } = await import('../../ssh/host-key.ts');
  const shown = await shownHostKey(machine, route, patienceMs);
  // A run that was cut off may have set it up and not have said so.
  if (shown.split(' ')[1] === hostKey.split(' ')[1]) return connect(ours, options);
  return asVagrant({ machine, user: 'vagrant', hostKey: shown, route, sudo: true }, options);
};

const labKey = async ({ identity }: ProviderLab): Promise<Secret> => {
  const path = join(identity.folder, identityFile);
  return new Secret((await readText(path)) ?? '');
};

/** By whichever of the keys that Vagrant gives every box; new versions have one more. */
const asVagrant = async (
  reach: Omit<Reach, 'privateKey'>,
  options: Parameters<typeof connect>[1],
): Promise<Session> => {
  const home = vagrantHome();
  const more = (await listFolder(join(home, 'insecure_private_keys'))).map((file) =>
    join('insecure_private_keys', file),
  );
  const keys = await Promise.all(['insecure_private_key', ...more].map((file) => readText(join(home, file))));
  let refused = new LabError({
    code: 'vagrant-key',
    fault: 'environment',
    message: text.noKey(home),
    hint: text.noKeyHint,
  });
  for (const key of keys.filter((each) => each !== undefined)) {
    try {
      return await connect({ ...reach, privateKey: new Secret(key) }, options);
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'ssh-key-refused') throw error;
      refused = error;
    }
  }
  throw refused;
};
