import type { Question } from '../kit/question.ts';
import type { Session } from '../ssh/session.ts';

/** Bytes that a network device has seen, in both directions together, since it is there. By device name. */
export type Counters = ReadonlyMap<string, number>;

interface LinkStatistics {
  readonly ifname: string;
  readonly stats64: { readonly rx: { readonly bytes: number }; readonly tx: { readonly bytes: number } };
}
interface RouteAnswer {
  readonly dev: string;
}

const links = { ask: 'command', argv: ['ip', '-json', '-statistics', 'link', 'show'] } as const satisfies Question;

const askCommand = async (
  session: Session,
  question: Extract<Question, { ask: 'command' }>,
  signal: AbortSignal,
): Promise<unknown> => {
  const { code, stdout, stderr } = (await session.ask([question], { signal })).answer(question);
  if (code !== 0) throw new Error(`${question.argv.join(' ')}: ${stderr.trim()}`);
  return JSON.parse(stdout);
};

/** What a machine's devices have counted so far. */
export const readCounters = async (session: Session, signal: AbortSignal): Promise<Counters> => {
  const devices = (await askCommand(session, links, signal)) as readonly LinkStatistics[];
  return new Map(devices.map(({ ifname, stats64: { rx, tx } }) => [ifname, rx.bytes + tx.bytes]));
};

/** The device by which a machine would send to an address. */
export const deviceTowards = async (session: Session, address: string, signal: AbortSignal): Promise<string> => {
  const routes = await askCommand(session, { ask: 'command', argv: ['ip', '-json', 'route', 'get', address] }, signal);
  return (routes as readonly RouteAnswer[])[0]?.dev ?? '';
};
