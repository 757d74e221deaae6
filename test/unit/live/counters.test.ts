import { expect, test } from 'vitest';
import type { GaugeSpec } from '../../../src/kit/probe.ts';
import { countersOf, gaugesOf } from '../../../src/live/counters.ts';
import { machineLoad } from '../../../src/live/machine-load.ts';
import { infoValues } from '../../../src/live/store-values.ts';
import { secondsAt, trafficOf } from '../../../src/live/traffic.ts';
import type { Sentence } from '../../../src/model/sentence.ts';

const label: Sentence = { en: 'it', pt: 'isso' };
const gauge = (value: GaugeSpec['value']): GaugeSpec => ({ name: 'it', label, unit: 'per-second', value });
const valueOf = (spec: GaugeSpec, before: object | undefined, after: object): unknown => {
  const sample = (value: object | undefined, at: number) => ({ value: value as Record<string, number>, at });
  return gaugesOf([spec], countersOf(before && sample(before, 1000), sample(after, 3000)))[0]?.value;
};

test('a rate is the growth in a second, and unknown at first and after a restart', () => {
  const rate = gauge((counters) => counters.rate('queries'));
  expect(valueOf(rate, { queries: '10' }, { queries: '30' })).toBe(10);
  expect(valueOf(rate, undefined, { queries: 30 })).toBeNull();
  expect(valueOf(rate, { queries: 30 }, { queries: 4 })).toBeNull();
  expect(valueOf(rate, { queries: 30 }, {})).toBeNull();
  expect(gaugesOf([rate], undefined)[0]?.value).toBeNull();
});

test('what is not a number is no value', () => {
  expect(
    valueOf(
      gauge((counters) => counters.number('it')),
      undefined,
      { it: 'many' },
    ),
  ).toBeNull();
  expect(
    valueOf(
      gauge(() => 0 / 0),
      undefined,
      {},
    ),
  ).toBeNull();
  expect(
    valueOf(
      gauge((counters) => counters.text('it')),
      undefined,
      { it: 'many' },
    ),
  ).toBe('many');
});

test("Redis' words are read line by line", () => {
  expect(infoValues('# Stats\r\ntotal_commands_processed:12\r\n\r\ndb0:keys=3,expires=0\r\n')).toEqual({
    total_commands_processed: '12',
    db0: 'keys=3,expires=0',
  });
});

test('requests belong to who answered last, failures to everybody who was tried in vain', () => {
  const target = (machine: string, address: string) => ({
    service: `survey@${machine}`,
    ...{ flow: '', network: 'lan', address, port: 8000 },
  });
  const use = { name: 'upstream', targets: [target('app1', '10.0.0.1'), target('app2', '10.0.0.2')] };
  const counts = [
    { upstream: '10.0.0.1:8000', status: 200, count: 6, seconds: [6] },
    { upstream: '10.0.0.1:8000, 10.0.0.2:8000', status: 200, count: 2, seconds: [4, 1] },
    { upstream: '10.0.0.2:8000', status: 502, count: 4, seconds: [2] },
    { upstream: '', status: 204, count: 8, seconds: [0] },
  ];
  const milliseconds = [
    [1, 10],
    [20, 9],
    [1200, 1],
  ] as const;
  expect(secondsAt({ counts }, use)).toEqual({ 'survey@app1': 10, 'survey@app2': 3 });
  expect(trafficOf({ cursor: '', counts, milliseconds }, use, 2)).toEqual({
    perSecond: 10,
    failedPerSecond: 2,
    seconds: { p50: 0.001, p95: 0.02, p99: 1.2 },
    targets: [
      { service: 'survey@app1', perSecond: 3, failedPerSecond: 1 },
      { service: 'survey@app2', perSecond: 3, failedPerSecond: 2 },
    ],
  });
  expect(trafficOf({ cursor: '', counts: [], milliseconds: [] }, use, 1)).not.toHaveProperty('seconds');
});

test('a machine is shown against its size', () => {
  const size = { name: 'tiny', cpus: 0.5, memoryMiB: 256, diskGiB: 4 };
  const machine = { size } as Parameters<typeof machineLoad>[0];
  const answer = (cpuSeconds: number, receivedBytes: number) => ({
    cpuSeconds,
    memoryBytes: 1024,
    disk: { usedBytes: 1, totalBytes: 4 },
    devices: { lan: { receivedBytes, sentBytes: 0 } },
  });
  const load = machineLoad(machine, { value: answer(1, 0), at: 0 }, { value: answer(1.5, 4000), at: 2000 });
  expect(load).toEqual({
    cpu: { used: 0.25, of: 0.5 },
    memory: { usedBytes: 1024, ofBytes: 256 * 2 ** 20 },
    disk: { usedBytes: 1, ofBytes: 4 },
    devices: [{ device: 'lan', receivedPerSecond: 2000, sentPerSecond: 0 }],
  });
});
