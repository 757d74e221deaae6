import type { DialFailure } from '../model/verdict.ts';
import type { Vantage } from '../ports/vantage.ts';
import { DialError } from '../ports/vantage.ts';
import { closedSeen, closedTitle, expectClosed, mendControl, noControl, openHint, openSeen } from '../text/checks.ts';
import type { Check, CheckGround, CheckKind, Outcome } from './check.ts';
import type { Control } from './control.ts';
import { controlFrom } from './control.ts';
import type { Cell } from './matrix.ts';
import { closedCells, reachable } from './matrix.ts';
import { vantageAt } from './place.ts';

/** How long nobody must answer for a port to count as closed. */
const silenceMs = 1000;

/** Each port that no flow declares is closed, from every machine and from where visitors are. */
export const closed: CheckKind = {
  name: 'closed',
  derive: (ground) => {
    const controls = new Map<string, Control>();
    return closedCells(ground.world.blueprint).map((cell) => {
      const control = controls.get(cell.from.name) ?? controlFrom(ground, cell.from);
      controls.set(cell.from.name, control);
      return isClosed(ground, cell, control);
    });
  },
};

const isClosed = (ground: CheckGround, cell: Cell, control: Control): Check => ({
  id: `closed:${cell.from.name}->${cell.to.name}:${String(cell.port)}`,
  title: closedTitle(cell.from.name, cell.to.name, cell.port, exceptions(cell)),
  from: cell.from.name,
  manner: 'knocks',
  patient: false,
  ask: async (signal) => {
    const vantage = await vantageAt(ground, cell.from);
    return judgeClosed(vantage, cell, control, signal);
  },
});

/** The addresses, where only some are meant. */
const exceptions = ({ addresses, to }: Cell): readonly string[] =>
  addresses.length < reachable(to).length ? addresses : [];

/** Tries a port at several addresses at once. An open one is a failure at once; silence counts only beside a control connection. */
export const judgeClosed = async (
  vantage: Vantage,
  { from, port, addresses }: Pick<Cell, 'from' | 'port' | 'addresses'>,
  control: Control,
  signal: AbortSignal,
): Promise<Outcome> => {
  const began = control.before(signal);
  const tries = await Promise.all(
    addresses.map(async (address) => [address, await knock(vantage, address, port, signal)] as const),
  );
  const expected = expectClosed;
  const open = tries.filter(([, failure]) => failure === undefined).map(([address]) => address);
  if (open.length > 0) return { verdict: 'fail', expected, seen: openSeen(open, port), hint: openHint };
  const shut = tries.filter((each): each is [string, DialFailure] => each[1] !== undefined);
  const silent = shut.some(([, failure]) => failure === 'silent');
  const works = (await began) && (!silent || (await control.after(signal)));
  if (works) return { verdict: 'pass', expected, seen: closedSeen(shut) };
  return { verdict: 'inconclusive', expected, seen: noControl(from.name), hint: mendControl };
};

const knock = async (
  vantage: Vantage,
  address: string,
  port: number,
  signal: AbortSignal,
): Promise<DialFailure | undefined> => {
  try {
    (await vantage.dial(address, port, { timeoutMs: silenceMs, signal })).destroy();
    return undefined;
  } catch (error) {
    if (error instanceof DialError) return error.failure;
    throw error;
  }
};
