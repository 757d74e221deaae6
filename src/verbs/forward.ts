import { LabError } from '../errors/lab-error.ts';
import type { Blueprint } from '../model/blueprint.ts';
import { serveLoopback } from '../ports/loopback.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openMeant } from './meant.ts';
import { select, selectOne } from './selection.ts';
import { openSessions } from './sessions.ts';

/** Which port leads where. */
export interface ForwardRequest extends LabRequest {
  /** `machine:port`, or a service: `mariadb`, `survey@app1`. */
  readonly target: string;
  /** Port of this computer; a free one if not said. */
  readonly listen?: number;
  readonly onListening: (port: number) => void;
}

interface Destination {
  readonly machine: string;
  readonly address: string;
  readonly port: number;
}

/** Leads a loopback port of this computer to a port of a machine, over the machine's SSH, until aborted. */
export const forward = async (request: ForwardRequest, bench: Bench): Promise<void> => {
  const lab = await openMeant(request, bench, ({ blueprint }) => destinationOf(blueprint, request.target));
  const { machine, address, port } = destinationOf(lab.blueprint, request.target);
  await using sessions = openSessions(lab, bench);
  const session = await sessions.of(machine);
  await serveLoopback({
    ...(request.listen !== undefined && { port: request.listen }),
    signal: bench.stage.signal,
    dial: () => session.dial(address, port, { timeoutMs: 5000 }),
    onListening: request.onListening,
    onTaken: (taken) => new LabError({ code: 'port-taken', fault: 'environment', ...text.portTaken(taken) }),
  });
};

const destinationOf = (blueprint: Blueprint, target: string): Destination => {
  const [name = '', written] = target.split(':');
  const { services } = select(blueprint, name);
  const machine = selectOne(blueprint, name);
  const port = written === undefined ? services[0]?.offers[0]?.port : Number(written);
  if (port === undefined || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw new LabError({ code: 'no-port', fault: 'usage', ...text.noPort(target) });
  return { machine: machine.name, address: addressFor(blueprint, machine.name, port), port };
};

/** Where something on the machine listens at that port: a flow's destination if one ends there, else its own loopback. */
const addressFor = ({ flows }: Blueprint, machine: string, port: number): string =>
  flows.find(({ to }) => to.machine === machine && to.port === port)?.to.address ?? '127.0.0.1';
