import { LabError, type LabErrorOptions } from '../../errors/lab-error.ts';
import type { Blueprint } from '../../model/blueprint.ts';
import type { Session } from '../../ssh/session.ts';
import type { LabIdentity } from '../../state/lab.ts';
import { existingText } from '../../text/existing.ts';
import type { Host } from './hosts.ts';
import { isOurs } from './marker.ts';
import { programs, type Probe } from './probe.ts';

const unfit = (code: string, { machine }: Host, words: Pick<LabErrorOptions, 'message' | 'hint'>): LabError =>
  new LabError({ code, fault: 'environment', ...words, context: { machine } });

/** Why a computer cannot carry a machine of this lab; `undefined` if it can. Nothing of it was changed to find out. */
export const unfitness = (
  host: Host,
  probe: Probe,
  identity: Pick<LabIdentity, 'id' | 'owner'>,
): LabError | undefined => {
  const { machine, user } = host;
  const { marker } = probe;
  if (!probe.families.some((family) => family === 'debian' || family === 'ubuntu'))
    return unfit('host-not-debian', host, existingText.notDebian(machine, probe.system));
  if (!probe.hasSystemd) return unfit('host-no-systemd', host, existingText.noSystemd(machine));
  if (!probe.mayBeRoot) return unfit('host-no-sudo', host, existingText.noSudo(machine, user));
  for (const [program, source] of Object.entries(programs))
    if (!probe.programs.includes(program))
      return unfit('host-no-program', host, existingText.noProgram(machine, program, source));
  if (marker !== undefined && !isOurs(marker, identity))
    return unfit('host-taken', host, existingText.taken(machine, marker.name, marker.owner.name, marker.id));
  return undefined;
};

interface Listener {
  readonly protocol: string;
  readonly port: number;
  readonly program: string;
}

/** `tcp LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=7,fd=6))`, a line each. */
export const readListeners = (said: string): readonly Listener[] =>
  said.split('\n').flatMap((line) => {
    const [protocol = '', , , , local = ''] = line.trim().split(/\s+/);
    const port = Number(/:(\d+)$/.exec(local)?.[1]);
    return port > 0 ? [{ protocol, port, program: /\(\("([^"]+)"/.exec(line)?.[1] ?? '?' }] : [];
  });

/** What of the machine's ports somebody else listens on. Asked before the lab joins: afterwards it may be the lab itself. */
const takenPorts = async (session: Session, { services }: Blueprint, machine: string): Promise<readonly string[]> => {
  const { stdout } = await session.run(['ss', '-Hltunp']);
  const offered = services.filter((service) => service.machine === machine).flatMap(({ offers }) => offers);
  const taken = readListeners(stdout).filter(({ protocol, port }) =>
    offered.some((offer) => offer.protocol === protocol && offer.port === port),
  );
  return [...new Set(taken.map(({ protocol, port, program }) => `${protocol}/${String(port)} (${program})`))];
};

/** Where others listen already: the lab must not take over what it did not bring. @throws LabError `host-port-taken` */
export const refuseTakenPorts = async (session: Session, blueprint: Blueprint, host: Host): Promise<void> => {
  const taken = await takenPorts(session, blueprint, host.machine);
  if (taken.length > 0) throw unfit('host-port-taken', host, existingText.portsTaken(host.machine, taken));
};
