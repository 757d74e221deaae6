import type { DialFailure } from '../model/verdict.ts';
import {
  closedSeen,
  closedTitle,
  expectClosed,
  mendControl,
  noControl,
  openHint,
  openSeen,
  udpHint,
  udpSilent,
} from '../text/checks.ts';
import type { Check, CheckGround, CheckKind, Outcome } from './check.ts';
import type { Control } from './control.ts';
import { controlFrom } from './control.ts';
import { knockFrom, once, type Knock, type Turned } from './knocks.ts';
import type { Cell } from './matrix.ts';
import { closedCells, reachable } from './matrix.ts';
import type { Place } from './place.ts';

/** Each port that no flow declares is closed, from every machine and from where visitors are. */
export const closed: CheckKind = {
  name: 'closed',
  derive: (ground) => {
    const cells = closedCells(ground.world.blueprint);
    const places = [...new Map(cells.map(({ from }) => [from.name, from])).values()];
    return places.flatMap((place) => {
      const own = cells.filter(({ from }) => from.name === place.name);
      // All of a place's knocks are one question; each cell takes its part of the answer.
      const rounds = roundsFrom(ground, place, own.flatMap(knocksOf));
      let taken = 0;
      return own.map((cell) => {
        const first = taken;
        taken += cell.addresses.length;
        const part = (all: readonly Turned[]): readonly Turned[] => all.slice(first, first + cell.addresses.length);
        return isClosed(
          cell,
          rounds.map(({ control, turned }) => ({ control, turned: async (signal) => part(await turned(signal)) })),
        );
      });
    });
  },
};

const knocksOf = ({ addresses, port, protocol }: Pick<Cell, 'addresses' | 'port' | 'protocol'>): readonly Knock[] =>
  addresses.map((address) => ({ address, port, protocol }));

/** How long nobody must answer for a port to count as silent, milliseconds; and where nothing else answered meanwhile either. */
const silencesMs = [1000, 5000];

/** Knocks, and the control beside them. */
interface Round {
  readonly control: Control;
  readonly turned: (signal: AbortSignal) => Promise<readonly Turned[]>;
}

/** The same knocks with more and more patience: a slow computer needs it for a connection that is allowed. */
const roundsFrom = (ground: CheckGround, place: Place, knocks: readonly Knock[]): readonly Round[] =>
  silencesMs.map((silenceMs) => ({
    control: controlFrom(ground, place, silenceMs),
    turned: once((signal) => knockFrom(ground, place, { knocks, silenceMs }, signal)),
  }));

const isClosed = (cell: Cell, rounds: readonly Round[]): Check => ({
  id: `closed:${cell.from.name}->${cell.to.name}:${portName(cell)}`,
  title: closedTitle(cell.from.name, cell.to.name, portName(cell), exceptions(cell)),
  from: cell.from.name,
  manner: 'knocks',
  patient: false,
  ask: (signal) => outcomeOf(cell, rounds, signal),
});

const portName = ({ port, protocol }: Pick<Cell, 'port' | 'protocol'>): string =>
  protocol === 'tcp' ? String(port) : `${String(port)}/${protocol}`;

/** The addresses, where only some are meant. */
const exceptions = ({ addresses, to }: Cell): readonly string[] =>
  addresses.length < reachable(to).length ? addresses : [];

/** Asks of one cell alone. */
export const knockAtCell = async (ground: CheckGround, cell: Knocked, signal: AbortSignal): Promise<Outcome> =>
  outcomeOf(cell, roundsFrom(ground, cell.from, knocksOf(cell)), signal);

const outcomeOf = async (cell: Knocked, rounds: readonly Round[], signal: AbortSignal): Promise<Outcome> => {
  for (const { control, turned } of rounds) {
    const [works, shut] = await Promise.all([control.before(signal), turned(signal)]);
    const outcome = await judgeClosed(cell, shut, works && (() => control.after(signal)));
    if (outcome !== undefined) return outcome;
  }
  return { verdict: 'inconclusive', expected: expectClosed, seen: noControl(cell.from.name), hint: mendControl };
};

type Knocked = Pick<Cell, 'from' | 'port' | 'protocol' | 'addresses'>;

/**
 * An open port is a failure at once; silence counts only beside a control connection. A datagram that nobody answers tells
 * nothing: a daemon may keep quiet, as OpenVPN does to strangers. `stillWorks`: asks the control again; false if it did not
 * work from the start. @returns nothing where silence proves nothing, for nothing else worked meanwhile
 */
const judgeClosed = async (
  { port, protocol, addresses }: Knocked,
  turned: readonly Turned[],
  stillWorks: false | (() => Promise<boolean>),
): Promise<Outcome | undefined> => {
  const tries = addresses.map((address, index) => [address, turned[index]] as const);
  const expected = expectClosed;
  const open = tries.filter(([, failure]) => failure === undefined).map(([address]) => address);
  if (open.length > 0) return { verdict: 'fail', expected, seen: openSeen(open, port), hint: openHint };
  const shut = tries.filter((each): each is [string, DialFailure] => each[1] !== undefined);
  const silent = shut.some(([, failure]) => failure === 'silent');
  if (silent && protocol === 'udp') return { verdict: 'inconclusive', expected, seen: udpSilent, hint: udpHint };
  const works = stillWorks !== false && (!silent || (await stillWorks()));
  return works ? { verdict: 'pass', expected, seen: closedSeen(shut) } : undefined;
};
