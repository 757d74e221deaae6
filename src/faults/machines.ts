import { programAtWork } from '../kit/fault.ts';
import type { Interface, Machine } from '../model/blueprint.ts';
import type { Direction } from '../model/links.ts';
import type { PossibleFault } from '../model/fault.ts';
import * as text from '../text/faults.ts';
import type { Breakable, Breakage } from './breakable.ts';
import { burn, fill } from './programs.ts';

/** What fills a disk lies here. */
const filler = '/var/lib/bancada-fault-disk-full';

/** Ways to break any machine: its power, its disk, its processors. */
export const faultsOfMachine = (machine: Machine): readonly Breakable[] => {
  const { name, size } = machine;
  const cores = String(Math.max(1, Math.ceil(size.cpus)));
  const about = (words: Pick<PossibleFault, 'name' | 'title' | 'seen'>, breakage: Breakage): Breakable => ({
    ...words,
    target: name,
    machine: name,
    breakage,
  });
  return [
    about(text.machineStopped, { by: 'power' }),
    about(text.machineBusy, { by: 'operations', ...programAtWork('busy', burn, [cores]) }),
    about(text.diskFull, {
      by: 'operations',
      inject: [{ do: 'run', argv: ['/usr/bin/python3', '-c', fill, filler] }],
      undo: [{ do: 'remove', path: filler }],
      ownMachinesOnly: true,
    }),
    ...machine.interfaces.filter(({ mac }) => mac !== undefined).flatMap((cable) => faultsOfLink(name, cable)),
  ];
};

/** What becomes of a link, in both directions if nothing else is said. */
const spoiled: readonly {
  readonly words: Pick<PossibleFault, 'name' | 'title' | 'seen'>;
  readonly direction: Direction;
  readonly oneWay?: true;
}[] = [
  { words: text.linkCut, direction: { down: true } },
  { words: text.linkOneWay, direction: { down: true }, oneWay: true },
  { words: text.linkSlow, direction: { rateBps: 256_000 } },
  { words: text.linkLossy, direction: { loss: 0.2 } },
  { words: text.linkLate, direction: { delayMs: 200, jitterMs: 50 } },
];

const faultsOfLink = (machine: string, { network }: Interface): readonly Breakable[] =>
  spoiled.map(({ words, direction, oneWay }) => ({
    ...words,
    target: `${machine}:${network}`,
    machine,
    breakage: { by: 'link', network, from: direction, ...(!oneWay && { to: direction }) },
  }));
