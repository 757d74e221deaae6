import type { Gauge, MachineLoad, ReadingUnit, Traffic } from '../model/status.ts';
import * as text from '../text/report.ts';
import { bad, dim, say } from './line.ts';
import type { Line, Look, Span } from './line.ts';

/** What stands for a value that is not known. */
const unknownValue = '?';

const three = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(value < 1 ? 2 : 3));

/** `812 B`, `3.4 MiB`. */
export const bytesText = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 2 ** (10 * power);
  return `${power === 0 ? value.toFixed(0) : three(value)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power] ?? 'B'}`;
};

/** `12 ms`, `1.8 s`. */
export const secondsText = (seconds: number): string =>
  seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms` : `${seconds.toFixed(1)} s`;

/** `0.3/s`, `120/s`. */
export const rateText = (perSecond: number): string => `${perSecond === 0 ? '0' : three(perSecond)}/s`;

const shown: Readonly<Record<ReadingUnit, (value: number) => string>> = {
  'per-second': rateText,
  bytes: bytesText,
  ratio: (value) => `${(100 * value).toFixed(0)} %`,
  seconds: secondsText,
  count: (value) => value.toFixed(0),
  text: String,
};

/** A gauge's value, as one reads it. */
export const gaugeText = ({ value, unit }: Gauge): string => {
  if (value === null) return unknownValue;
  return typeof value === 'string' ? value : shown[unit](value);
};

/** What a machine uses of what it has, in one line. */
export const machineReadings = ({ cpu, memory, disk }: MachineLoad, look: Look): Line => {
  const used = cpu.used === null ? unknownValue : cpu.used.toFixed(2);
  return joined([
    [dim(`${say(text.processors, look)} `), `${used} / ${String(cpu.of)}`],
    [dim(`${say(text.memory, look)} `), shareText(memory)],
    [dim(`${say(text.disk, look)} `), shareText(disk)],
  ]);
};

const shareText = ({ usedBytes, ofBytes }: MachineLoad['memory']): string =>
  `${bytesText(usedBytes)} / ${bytesText(ofBytes)}`;

/** What a service tells of itself, in one line; empty if it tells nothing. */
export const serviceReadings = (gauges: readonly Gauge[], traffic: Traffic | undefined, look: Look): Line =>
  joined([...(traffic === undefined ? [] : trafficCells(traffic, look)), ...gauges.map(gaugeCell(look))]);

const joined = (cells: readonly (readonly Span[])[]): Line =>
  cells.flatMap((cell, index) => (index === 0 ? cell : ['  ', ...cell]));

const gaugeCell =
  (look: Look) =>
  (gauge: Gauge): readonly Span[] => [dim(`${say(gauge.label, look)} `), gaugeText(gauge)];

const trafficCells = (traffic: Traffic, look: Look): readonly (readonly Span[])[] => [
  [dim(`${say(text.requests, look)} `), rateText(traffic.perSecond)],
  ...(traffic.failedPerSecond > 0 ? [[bad(`${say(text.failing, look)} ${rateText(traffic.failedPerSecond)}`)]] : []),
  ...(traffic.seconds === undefined ? [] : [[dim('p95 '), secondsText(traffic.seconds.p95)]]),
  ...traffic.targets.map(({ service, perSecond }) => [
    dim(`${service.split('@')[1] ?? service} `),
    rateText(perSecond),
  ]),
];
