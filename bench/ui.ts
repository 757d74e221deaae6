import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { roles } from '../ansible-free-provision/index.ts';
import { compile } from '../src/blueprint/compile.ts';
import type { Blueprint } from '../src/model/blueprint.ts';
import type { ServiceStatus, Traffic } from '../src/model/status.ts';
import { parseTopology } from '../src/topology/parse.ts';
import { frameOf } from '../src/tui/frame.ts';
import { advance } from '../src/tui/occurrences.ts';
import { firstState } from '../src/tui/state.ts';
import { openTerminal } from '../src/tui/terminal.ts';
import type { MachineStatus, StatusResult } from '../src/verbs/results.ts';

/** One balancer and so many machines behind it. */
const crowdOf = (machines: number): Blueprint => {
  const text = `
bancada: 1
name: crowd
networks: { lan: {} }
machines:
  lb:
    networks: { lan: auto }
    services: { web: { role: nginx, upstream: survey }, redis: {}, mariadb: { database: survey } }
  app:
    count: ${String(machines - 1)}
    networks: { lan: auto }
    services: { survey: { role: survey-app, sessions: redis, database: mariadb } }
visitors: { class: { from: lan, to: web } }
`;
  const { topology } = parseTopology({ text, file: 'crowd.yaml' }, roles);
  const { blueprint } = topology ? compile(topology, roles) : {};
  if (blueprint === undefined) throw new Error('it does not compile');
  return blueprint;
};

/** What changes from look to look: every figure, so that nothing is drawn for nothing. */
const lookAt = ({ name, title, machines, services }: Blueprint, look: number): StatusResult => ({
  ...{ lab: name, title, published: [], faults: [], overrides: [] },
  machines: machines.map(({ name: machine, size, interfaces }, index): MachineStatus => {
    const wave = 1 + Math.sin(look / 5 + index);
    return {
      machine: { name: machine, state: 'running', since: new Date(0) },
      load: {
        cpu: { used: (wave * size.cpus) / 2, of: size.cpus },
        memory: { usedBytes: wave * 2 ** 27, ofBytes: 2 ** 28 },
        disk: { usedBytes: 1, ofBytes: 2 },
        devices: interfaces.map(({ device }) => ({ device, receivedPerSecond: wave, sentPerSecond: wave })),
      },
      services: services
        .filter((service) => service.machine === machine && !service.implied)
        .map(({ id, role, offers, uses }): ServiceStatus => {
          const targets = uses.find((use) => use.name === 'upstream')?.targets;
          const traffic: Traffic | undefined = targets && {
            ...{ perSecond: 100 * wave, failedPerSecond: look % 7, seconds: { p50: wave, p95: wave, p99: wave } },
            targets: targets.map(({ service }) => ({ service, perSecond: wave, failedPerSecond: 0 })),
          };
          const gauge = {
            name: 'work',
            label: { en: 'work', pt: 'trabalho' },
            unit: 'per-second',
            value: wave,
          } as const;
          return { id, role, ports: offers, state: 'ready', gauges: [gauge], ...(traffic && { traffic }) };
        }),
    };
  }),
});

// What is garbage does not count as growth.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const look = { language: 'en', width: 120, verbose: false } as const;

/** A terminal of that size that swallows what it is sent. */
const swallowing = () => {
  const stream = new PassThrough();
  const events = new EventEmitter();
  let bytes = 0;
  const out = {
    ...{ columns: 120, rows: 40, terminal: true, flush: () => Promise.resolve() },
    write: (text: string) => void (bytes += text.length),
    onResize: (listener: () => void) => {
      events.on('resize', listener);
      return () => events.off('resize', listener);
    },
  };
  const input = { stream, terminal: true, raw: () => {} };
  const terminal = openTerminal({ input, out, environment: { TERM: 'xterm-256color' } }, true, {
    onKey: () => {},
    onResize: () => {},
  });
  return { terminal, sent: () => bytes };
};

/** What frames of the terminal interface cost, from the readings to the bytes that a terminal is sent. */
export interface FrameCost {
  /** Processor time of one frame, milliseconds: the median, and the 99th of a hundred. */
  readonly median: number;
  readonly p99: number;
  /** Bytes that a frame sends. */
  readonly bytes: number;
  /** By how much the heap has grown from the first quarter to the end, bytes. */
  readonly growth: number;
}

/** Draws so many frames, a look each, without waiting. */
export const measureFrames = async (machines: number, frames: number): Promise<FrameCost> => {
  const blueprint = crowdOf(machines);
  const { terminal, sent } = swallowing();
  let state = firstState({ blueprint, roles }, 'local', 0);
  const costs: number[] = [];
  let early = 0;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  for (let frame = 0; frame < frames; frame += 1) {
    const status = lookAt(blueprint, frame);
    const before = process.cpuUsage();
    state = advance(state, { type: 'seen', status }, { now: 1000 * frame, time: '10:00:00' }, look);
    terminal.show(frameOf(state, { columns: 120, rows: 40 }, look));
    // What is written leaves at the end of a turn.
    await new Promise((resolve) => setImmediate(resolve));
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1000);
    if (frame === Math.floor(frames / 4)) early = heap();
  }
  const growth = heap() - early;
  terminal.close();
  const sorted = costs.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { median: at(0.5), p99: at(0.99), bytes: sent() / frames, growth };
};
