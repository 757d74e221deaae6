import { readFileSync } from 'node:fs';
import { roles } from '../../ansible-free-provision/index.ts';
import { compile } from '../../src/blueprint/compile.ts';
import type { Blueprint } from '../../src/model/blueprint.ts';
import type { Gauge, ServiceStatus, Traffic } from '../../src/model/status.ts';
import { plain, type Look } from '../../src/report/line.ts';
import { parseTopology } from '../../src/topology/parse.ts';
import { frameOf } from '../../src/tui/frame.ts';
import { advance, type Occurrence } from '../../src/tui/occurrences.ts';
import { firstState, type UiState } from '../../src/tui/state.ts';
import type { MachineStatus, StatusResult } from '../../src/verbs/results.ts';
import { look } from './printed.ts';

/** A topology that is shipped, with another text if wanted. */
export const blueprintOf = (lab: string, edit: (text: string) => string = (text) => text): Blueprint => {
  const file = `topology/${lab}.yaml`;
  const parsed = parseTopology({ text: edit(readFileSync(file, 'utf8')), file }, roles);
  const { blueprint } = parsed.topology ? compile(parsed.topology, roles) : {};
  if (blueprint === undefined) throw new Error(JSON.stringify(parsed.diagnostics));
  return blueprint;
};

const gauge = (label: readonly [en: string, pt: string], unit: Gauge['unit'], value: Gauge['value']): Gauge => ({
  ...{ name: label[0], label: { en: label[0], pt: label[1] } },
  ...{ unit, value },
});
/** A moment as services tell it, in UTC, which is this time of day here. */
const moment = (hour: number, minute: number): string =>
  new Date(2026, 10, 21, hour, minute, 59).toISOString().slice(0, 19);

/** What services tell of themselves, by their roles. */
const gauges: Readonly<Record<string, readonly Gauge[]>> = {
  redis: [
    gauge(['operations', 'operações'], 'per-second', 212),
    gauge(['hits', 'acertos'], 'ratio', 0.97),
    gauge(['keys', 'chaves'], 'count', 31),
  ],
  mariadb: [
    gauge(['queries', 'consultas'], 'per-second', 345),
    gauge(['slow queries', 'consultas lentas'], 'per-second', null),
    gauge(['connections', 'conexões'], 'text', '4/151'),
  ],
  'survey-app': [gauge(['workers', 'processos'], 'count', 2), gauge(['processors', 'processadores'], 'ratio', 0.08)],
  openvpn: [
    gauge(['since', 'desde'], 'text', moment(10, 20)),
    gauge(['received', 'recebido'], 'bytes', 3.5 * 2 ** 20),
    gauge(['handshake', 'handshake'], 'text', moment(10, 41)),
  ],
};

/** What a look would tell of a lab that does well, with so many requests a second to each target. */
export const statusOf = (blueprint: Blueprint, perSecond = 50): StatusResult => ({
  lab: blueprint.name,
  title: blueprint.title,
  published: [],
  faults: [],
  overrides: [],
  machines: blueprint.machines.map(({ name, size, interfaces }): MachineStatus => ({
    machine: { name, state: 'running', since: new Date(0) },
    load: {
      cpu: { used: 0.12, of: size.cpus },
      memory: { usedBytes: 90 * 2 ** 20, ofBytes: size.memoryMiB * 2 ** 20 },
      disk: { usedBytes: 1, ofBytes: 2 },
      devices: interfaces.map(({ device }) => ({ device, receivedPerSecond: 2048, sentPerSecond: 1024 })),
    },
    services: blueprint.services.flatMap((service): readonly ServiceStatus[] => {
      const { id, role, machine, implied, offers, uses } = service;
      if (machine !== name || (implied && offers.length === 0)) return [];
      const targets = uses.find((use) => use.name === 'upstream')?.targets;
      const traffic: Traffic | undefined = targets && {
        perSecond: perSecond * targets.length,
        failedPerSecond: 0,
        seconds: { p50: 0.002, p95: 0.012, p99: 0.031 },
        targets: targets.map((target) => ({ service: target.service, perSecond, failedPerSecond: 0 })),
      };
      return [{ id, role, ports: offers, state: 'ready', gauges: gauges[role] ?? [], ...(traffic && { traffic }) }];
    }),
  })),
});

/** A state after things happened, a second apart. */
export const stateAfter = (blueprint: Blueprint, ...occurrences: readonly Occurrence[]): UiState =>
  occurrences.reduce<UiState>(
    (state, occurrence, index) => advance(state, occurrence, { now: 1000 * (index + 1), time: '10:00:00' }, look),
    firstState({ blueprint, roles }, 'local', 0),
  );

/** The screen as text, row by row. */
export const screenOf = (
  state: UiState,
  columns: number,
  rows: number,
  language: Look['language'] = 'en',
): readonly string[] => {
  const screen = Array.from({ length: rows }, () => ' '.repeat(columns));
  for (const { area, lines } of frameOf(state, { columns, rows }, { ...look, language, width: columns }))
    for (const [index, line] of lines.entries()) {
      const row = screen[area.top + index] ?? '';
      const text = plain(line);
      screen[area.top + index] = row.slice(0, area.left) + text + row.slice(area.left + text.length);
    }
  return screen;
};
