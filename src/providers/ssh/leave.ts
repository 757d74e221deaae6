import { LabError } from '../../errors/lab-error.ts';
import { noBindings } from '../../model/bindings.ts';
import type { Stage } from '../../ports/stage.ts';
import { timed } from '../../ports/timed.ts';
import { mayPass } from '../../ssh/errors.ts';
import type { LabIdentity } from '../../state/lab.ts';
import { existingText } from '../../text/existing.ts';
import { forgetAdopted, isSame, readAdopted, type Adopted } from './adopted.ts';
import { takeCare } from './care.ts';
import { inside, look } from './enter.ts';
import type { Host } from './hosts.ts';
import { everyHost } from './join.ts';
import { readKey } from './keys.ts';
import { isOurs } from './marker.ts';
import { trustHosts } from './trust.ts';

/** A computer that may carry something of the lab, and the key it must show. */
interface Leaving {
  readonly host: Omit<Host, 'networks' | 'hostKey'>;
  readonly hostKey: string;
  /** Whether `hosts.yaml` still names it: if not, and it cannot be reached, it is given up. */
  readonly isNamed: boolean;
}

/**
 * Puts computers back as they were before the lab joined them: those noted in its folder, or, if that is gone, all that
 * `hosts.yaml` names and that carry the lab's marker. `only`: those that were these machines.
 * @throws LabError once all others are done
 */
export const leaveHosts = async (
  identity: LabIdentity,
  named: readonly Host[],
  stage: Stage,
  only?: readonly string[],
): Promise<void> => {
  const leaving = await candidates(identity, named, stage);
  const chosen = leaving.filter(({ host }) => only === undefined || only.includes(host.machine));
  await everyHost(chosen, async (each) => {
    await restore(identity, each, stage);
    await forgetAdopted(identity, [{ ...each.host, hostKey: each.hostKey }]);
  });
};

const candidates = async (identity: LabIdentity, named: readonly Host[], stage: Stage): Promise<readonly Leaving[]> => {
  const noted = await readAdopted(identity);
  if (noted.length > 0) return Promise.all(noted.map((each) => asLeaving(each, named)));
  const trusted = await trustHosts(named, noBindings, stage);
  return trusted.map(({ host, hostKey }) => ({ host, hostKey, isNamed: true }));
};

const asLeaving = async (noted: Adopted, named: readonly Host[]): Promise<Leaving> => {
  const host = named.find((each) => isSame(each, noted));
  const key = host?.privateKey ?? (await readKey(noted.key));
  if ('code' in key)
    throw new LabError({ code: key.code, fault: 'usage', message: key.message, ...(key.hint && { hint: key.hint }) });
  return {
    host: { ...noted, ...(host && { user: host.user, key: host.key }), privateKey: key },
    hostKey: host?.hostKey ?? noted.hostKey,
    isNamed: host !== undefined,
  };
};

const restore = async (identity: LabIdentity, { host, hostKey, isNamed }: Leaving, stage: Stage): Promise<void> => {
  const place = `${host.address}:${String(host.port)}`;
  try {
    const { marker } = await look(host, hostKey, stage.signal);
    if (marker === undefined || !isOurs(marker, identity)) return;
    await timed(stage, { phase: 'destroy', machine: host.machine, what: existingText.restoring }, () =>
      inside(host, hostKey, { sudo: true, signal: stage.signal }, (session) => takeCare(session, 'restore', marker)),
    );
  } catch (cause) {
    if (!(cause instanceof LabError) || !mayPass(cause)) throw cause;
    if (!isNamed) {
      stage.emit({ type: 'notice', code: 'host-given-up', what: existingText.forgotten(host.machine, place).message });
      return;
    }
    const words = existingText.forgotten(host.machine, place);
    throw new LabError({ code: 'host-not-reached', fault: 'operation', ...words, cause });
  }
};
