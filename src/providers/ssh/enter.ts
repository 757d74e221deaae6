import { LabError } from '../../errors/lab-error.ts';
import { connect } from '../../ssh/connect.ts';
import type { Reach, Session } from '../../ssh/session.ts';
import { existingText } from '../../text/existing.ts';
import type { Host } from './hosts.ts';
import { probe, type Probe } from './probe.ts';

type Way = Pick<Host, 'machine' | 'address' | 'port' | 'user' | 'key' | 'privateKey'>;

/** The way into a host, as the user's own key opens it. */
export const reachHost = ({ machine, address, port, user, key, privateKey }: Way, hostKey: string): Reach => ({
  machine,
  user,
  privateKey,
  identity: key,
  hostKey,
  route: { host: address, port },
  sudo: user !== 'root',
});

/** Does something with a session. @throws LabError: what SSH says, in the words of computers that are already there */
export const inside = async <T>(
  host: Way,
  hostKey: string,
  { sudo, signal }: { readonly sudo: boolean; readonly signal?: AbortSignal },
  work: (session: Session) => Promise<T>,
): Promise<T> => {
  const reach = reachHost(host, hostKey);
  await using session = await connect(
    { ...reach, sudo: sudo && reach.sudo },
    { attemptMs: 8000, ...(signal && { signal }) },
  ).catch(inOurWords(host));
  return await work(session);
};

/** What a host says of itself. */
export const look = (host: Way, hostKey: string, signal?: AbortSignal): Promise<Probe> =>
  inside(host, hostKey, { sudo: false, ...(signal && { signal }) }, (session) => probe(session, signal));

const inOurWords =
  ({ machine, address, port, user, key, privateKey }: Way) =>
  (cause: unknown): never => {
    if (!(cause instanceof LabError)) throw cause;
    const place = `${address}:${String(port)}`;
    const context = { machine, place };
    if (cause.code === 'ssh-key-refused')
      throw new LabError({
        code: 'host-key-refused',
        fault: 'usage',
        ...('agent' in privateKey ? existingText.agentRefused : existingText.keyRefused)(machine, place, user, key),
        context,
        cause,
      });
    if (cause.code === 'ssh-host-key')
      throw new LabError({
        code: 'host-other-key',
        fault: 'usage',
        ...existingText.otherKey(machine, place),
        context,
        cause,
      });
    const { code, fault, sentence } = cause;
    throw new LabError({
      code,
      fault,
      message: sentence,
      hint: existingText.switchedOn(place),
      context,
      cause: cause.cause,
    });
  };
