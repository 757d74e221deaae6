import { createSshKey } from '../../../src/pki/ssh-key.ts';
import { noBindings } from '../../../src/model/bindings.ts';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import type { LabEvent } from '../../../src/model/event.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import type { Stage } from '../../../src/ports/stage.ts';
import type { ProviderLab } from '../../../src/providers/provider.ts';

/** A lab for the EC2 provider, with what it says. */
export interface CloudLab extends ProviderLab {
  readonly events: LabEvent[];
  readonly stage: Stage;
  readonly controller: AbortController;
}

/** Invents a lab with that blueprint; `own`: the machines that are to be in the cloud. */
export const cloudLab = (folder: string, blueprint: Blueprint, own: readonly string[]): CloudLab => {
  const user = createSshKey('tester', secureRandom);
  const events: LabEvent[] = [];
  const controller = new AbortController();
  return {
    identity: {
      id: secureRandom.text(8, 'abcdefghijklmnopqrstuvwxyz0123456789'),
      name: blueprint.name,
      owner: { uid: 1000, name: 'ana' },
      folder,
    },
    blueprint,
    own,
    bindings: noBindings,
    privateKey: user.privateKey,
    authorizedKey: user.publicKey,
    hostKeys: Object.fromEntries(own.map((name) => [name, createSshKey(name, secureRandom)])),
    events,
    controller,
    stage: {
      emit: (event) => void events.push(event),
      consent: () => Promise.resolve(false),
      signal: controller.signal,
    },
  };
};
