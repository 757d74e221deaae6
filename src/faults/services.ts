import { passingDropIn, programAtWork, type FaultSpec, type UndoOperation } from '../kit/fault.ts';
import type { Operation } from '../kit/operation.ts';
import type { Port } from '../model/blueprint.ts';
import { unitsOf, type RoleAtWork } from '../provision/context.ts';
import * as text from '../text/faults.ts';
import { stutter } from './programs.ts';

/** Ways to break any service: by its systemd units, and by its ports. */
export const faultsOfService = (atWork: RoleAtWork): readonly FaultSpec[] => {
  const units = unitsOf(atWork);
  const { id, offers } = atWork.service;
  return [...(units.length === 0 ? [] : faultsOfUnits(id, units)), ...offers.slice(0, 1).flatMap(faultsOfPort)];
};

const faultsOfUnits = (service: string, units: readonly string[]): readonly FaultSpec[] => [
  { ...text.killed, ...killed(units), foretold: { how: 'down' } },
  {
    ...text.stopped,
    inject: units.map((unit) => ({ do: 'systemctl', verb: 'stop', unit })),
    undo: units.map((unit) => ({ do: 'systemctl', verb: 'start', unit })),
    foretold: { how: 'down' },
  },
  {
    ...text.hung,
    inject: units.map((unit) => signal('STOP', unit)),
    undo: units.map((unit) => signal('CONT', unit)),
    foretold: { how: 'hang' },
  },
  { ...text.slow, ...slow(service, units), foretold: { how: 'stutter', ...seconds } },
];

/** Nobody is there to be signalled where a unit does not run, and that is no failure. */
const signal = (name: 'STOP' | 'CONT' | 'KILL', unit: string): UndoOperation & Operation => ({
  do: 'run',
  argv: ['systemctl', 'kill', `--signal=${name}`, '--kill-who=all', unit],
});

const killed = (units: readonly string[]): Pick<FaultSpec, 'inject' | 'undo'> => {
  const staysDead = units.map((unit) => passingDropIn(unit, '[Service]\nRestart=no\n'));
  return {
    inject: [...staysDead.flatMap(({ inject }) => inject), ...units.map((unit) => signal('KILL', unit))],
    undo: [
      ...staysDead.flatMap(({ undo }) => undo),
      ...units.map((unit) => ({ do: 'systemctl', verb: 'start', unit }) as const),
    ],
  };
};

/** Of each half second it runs the tenth part: a request waits 0.2 s on average, and half a second at worst. */
const seconds = { stopped: 0.45, running: 0.05 };

const slow = (service: string, units: readonly string[]): Pick<FaultSpec, 'inject' | 'undo'> => {
  const words = [String(seconds.stopped), String(seconds.running), ...units];
  const { inject, undo } = programAtWork(`slow-${service}`, stutter, words);
  return { inject, undo: [...undo, ...units.map((unit) => signal('CONT', unit))] };
};

const faultsOfPort = ({ port, protocol }: Port): readonly FaultSpec[] => [
  {
    ...text.portRefused,
    foretold: { how: 'down' },
    ...chainOf(`refused_${protocol}_${String(port)}`, [
      `iifname != "lo" ${protocol} dport ${String(port)} reject${protocol === 'tcp' ? ' with tcp reset' : ''}`,
    ]),
  },
  {
    ...text.portDropped,
    foretold: { how: 'unreachable' },
    ...chainOf(`dropped_${protocol}_${String(port)}`, [`iifname != "lo" ${protocol} dport ${String(port)} drop`]),
  },
];

/** A table of its own, before all others: what the firewall itself has stays as it is. */
const chainOf = (name: string, rules: readonly string[]): Pick<FaultSpec, 'inject' | 'undo'> => {
  const table = `table inet bancada_fault_${name}`;
  const chain = ['chain input {', 'type filter hook input priority -50;', ...rules, '}'].join('\n');
  const without = `${table}\ndelete ${table}\n`;
  return {
    inject: [{ do: 'run', argv: ['nft', '-f', '-'], stdin: `${without}${table} {\n${chain}\n}\n` }],
    undo: [{ do: 'run', argv: ['nft', '-f', '-'], stdin: without }],
  };
};
