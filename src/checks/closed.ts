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

/** Each port that no flow declares is closed, from every machine and from where visitors are. */
export const closed: CheckKind = {
  name: 'closed',
  derive: (ground) => {
    const cells = closedCells(ground.world.blueprint);
    const places = [...new Map(cells.map(({ from }) => [from.name, from])).values()];
    return places.flatMap((place) => {
      const own = cells.filter(({ from }) => from.name === place.name);
      const control = controlFrom(ground, place);
      // All of a place's knocks are one question; each cell takes its part of the answer.
      const turned = once((signal) => knockFrom(ground, place, own.flatMap(knocksOf), signal));
      let taken = 0;
      return own.map((cell) => {
        const first = taken;
        taken += cell.addresses.length;
        return isClosed(cell, control, async (signal) =>
          (await turned(signal)).slice(first, first + cell.addresses.length),
        );
      });
    });
  },
};

const knocksOf = ({ addresses, port, protocol }: Pick<Cell, 'addresses' | 'port' | 'protocol'>): readonly Knock[] =>
  addresses.map((address) => ({ address, port, protocol }));

const isClosed = (
  cell: Cell,
  control: Control,
  turned: (signal: AbortSignal) => Promise<readonly Turned[]>,
): Check => ({
  id: `closed:${cell.from.name}->${cell.to.name}:${portName(cell)}`,
  title: closedTitle(cell.from.name, cell.to.name, portName(cell), exceptions(cell)),
  from: cell.from.name,
  manner: 'knocks',
  patient: false,
  ask: async (signal) => {
    const [works, shut] = await Promise.all([control.before(signal), turned(signal)]);
    return judgeClosed(cell, shut, works && (() => control.after(signal)));
  },
});

const portName = ({ port, protocol }: Pick<Cell, 'port' | 'protocol'>): string =>
  protocol === 'tcp' ? String(port) : `${String(port)}/${protocol}`;

/** The addresses, where only some are meant. */
const exceptions = ({ addresses, to }: Cell): readonly string[] =>
  addresses.length < reachable(to).length ? addresses : [];

/** Asks of one cell alone. */
export const knockAtCell = async (
  ground: CheckGround,
  cell: Pick<Cell, 'from' | 'port' | 'protocol' | 'addresses'>,
  signal: AbortSignal,
): Promise<Outcome> => {
  const control = controlFrom(ground, cell.from);
  const [works, turned] = await Promise.all([
    control.before(signal),
    knockFrom(ground, cell.from, knocksOf(cell), signal),
  ]);
  return judgeClosed(cell, turned, works && (() => control.after(signal)));
};

/**
 * An open port is a failure at once; silence counts only beside a control connection. A datagram that nobody answers tells
 * nothing: a daemon may keep quiet, as OpenVPN does to strangers. `stillWorks`: asks the control again; false if it did not
 * work from the start.
 */
const judgeClosed = async (
  { from, port, protocol, addresses }: Pick<Cell, 'from' | 'port' | 'protocol' | 'addresses'>,
  turned: readonly Turned[],
  stillWorks: false | (() => Promise<boolean>),
): Promise<Outcome> => {
  const tries = addresses.map((address, index) => [address, turned[index]] as const);
  const expected = expectClosed;
  const open = tries.filter(([, failure]) => failure === undefined).map(([address]) => address);
  if (open.length > 0) return { verdict: 'fail', expected, seen: openSeen(open, port), hint: openHint };
  const shut = tries.filter((each): each is [string, DialFailure] => each[1] !== undefined);
  const silent = shut.some(([, failure]) => failure === 'silent');
  if (silent && protocol === 'udp') return { verdict: 'inconclusive', expected, seen: udpSilent, hint: udpHint };
  const works = stillWorks !== false && (!silent || (await stillWorks()));
  if (works) return { verdict: 'pass', expected, seen: closedSeen(shut) };
  return { verdict: 'inconclusive', expected, seen: noControl(from.name), hint: mendControl };
};
