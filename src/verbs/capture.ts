import { LabError } from '../errors/lab-error.ts';
import type { Blueprint, Machine } from '../model/blueprint.ts';
import * as text from '../text/capture.ts';
import { noSuchLink } from '../text/links.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openMeant } from './meant.ts';
import { selectOne } from './selection.ts';
import { openSessions } from './sessions.ts';

/** Which packets are captured, and who takes them. */
export interface CaptureRequest extends LabRequest {
  readonly machine: string;
  /** A network that the machine is on, a tunnel included. */
  readonly network: string;
  /** Words of tcpdump's filter language. */
  readonly filter: readonly string[];
  /** Ends after so many packets; else only when it is aborted. */
  readonly count?: number;
  /** The packets as a pcap file, as they come; or a line of text about each. */
  readonly take: { readonly onBytes: (chunk: Uint8Array) => void } | { readonly onText: (chunk: string) => void };
}

/** What is wrong with a machine's tcpdump that could not even be started, as `env` says it. */
const notFound = 127;

/**
 * Listens on a machine's link to a network, by the machine's own tcpdump: on every target the same way, and without
 * root's rights on this computer.
 * @throws LabError `no-tcpdump`, `capture-failed`, and what it was aborted with
 */
export const capture = async (request: CaptureRequest, bench: Bench): Promise<void> => {
  const { machine: name, network, filter, count, take } = request;
  const lab = await openMeant(request, bench, ({ blueprint }) => placeOf(blueprint, name, network));
  const { machine, device } = placeOf(lab.blueprint, name, network);
  await using sessions = openSessions(lab, bench);
  const session = await sessions.of(machine.name);
  const form = 'onBytes' in take ? ['-U', '-w', '-'] : ['-l', '-nn'];
  const limit = count === undefined ? [] : ['-c', String(count)];
  const argv = ['tcpdump', '-i', device, '--immediate-mode', ...form, ...limit, '--', ...filter];
  const { code, stderr } = await session.run(argv, {
    signal: bench.stage.signal,
    ...('onBytes' in take
      ? { onBytes: take.onBytes }
      : { onOutput: (stream, chunk) => stream === 'stdout' && take.onText(chunk) }),
  });
  if (code === notFound)
    throw new LabError({ code: 'no-tcpdump', fault: 'operation', ...text.noTcpdump(machine.name, lab.identity.name) });
  if (code !== 0)
    throw new LabError({ code: 'capture-failed', fault: 'operation', ...text.captureFailed(lastLine(stderr)) });
};

const placeOf = (
  blueprint: Blueprint,
  name: string,
  network: string,
): { readonly machine: Machine; readonly device: string } => {
  const machine = selectOne(blueprint, name);
  const found = machine.interfaces.find((each) => each.network === network);
  const known = machine.interfaces.map((each) => each.network);
  if (found === undefined)
    throw new LabError({ code: 'no-such-link', fault: 'usage', ...noSuchLink(machine.name, network, known) });
  return { machine, device: found.device };
};

const lastLine = (output: string): string => output.trimEnd().split('\n').at(-1) ?? '';
