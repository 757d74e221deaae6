import type { Balancer, Link, LinkChange, SimModel, Station } from '../model/model.ts';
import type { Source } from '../model/source.ts';
import type { Steps } from '../model/step.ts';
import { Assembler } from './assembler.ts';
import * as code from './code.ts';
import type { CompiledBalancer, CompiledLink, CompiledSource, CompiledStation, Compiled } from './compiled.ts';
import { StepWriter, type Places } from './steps.ts';

/** A model that `checkModel` finds no fault with, in numbers. */
export function compileModel(model: SimModel): Compiled {
  const asm = new Assembler();
  asm.emit(code.end); // so that there is a place before each beginning
  const stations = stationsOf(model, asm);
  const places = placesOf(model, stations);
  const program = (steps: Steps, path: string, around?: (write: () => void) => void): number => {
    const start = asm.here;
    const write = (): void => new StepWriter(asm, places, path).write(steps);
    if (around) around(write);
    else write();
    asm.emit(code.end);
    return start;
  };
  const sources = entries(model.sources).map(([name, spec]) => source(name, spec, { model, asm, program }));
  const links = entries(model.links).map(([name, spec]) => link(name, spec, asm));
  const caches = entries(model.caches).map(([name, spec]) => ({ name, spec, chance: asm.stream(`${name}/item`) }));
  const balancers = entries(model.balancers).map(([name, spec]) => balancer(name, spec, { asm, program }));
  return { code: asm.finish(), sources, stations, links, caches, balancers };
}

type Program = (steps: Steps, path: string, around?: (write: () => void) => void) => number;

interface Tools {
  readonly asm: Assembler;
  readonly program: Program;
}

const entries = <T>(named: Readonly<Record<string, T>> | undefined): [string, T][] => Object.entries(named ?? {});

function stationsOf(model: SimModel, asm: Assembler): readonly CompiledStation[] {
  const own = entries(model.stations).map(([name, spec]) => ({
    name,
    ofLink: false,
    spec,
    breakdowns: breaking(name, spec, asm),
  }));
  const queues = entries(model.links).flatMap(([name, link]) => {
    const spec = queueBefore(link);
    return spec === undefined ? [] : [{ name, ofLink: true, spec, breakdowns: undefined }];
  });
  return [...own, ...queues];
}

/** Bits per second of a link that has no limit at first. */
const unlimited = 1e15;

/** Where messages wait for a link that has a limit, or gets one. */
function queueBefore({ rate, schedule = [] }: Link): Station | undefined {
  const limits = schedule.flatMap(({ at, rate: limit }) => (limit === undefined ? [] : [{ at, speed: limit / 8 }]));
  if (rate === undefined && limits.length === 0) return undefined;
  return { speed: (rate ?? unlimited) / 8, schedule: limits };
}

function breaking(name: string, { breakdowns }: Station, asm: Assembler): CompiledStation['breakdowns'] {
  if (!breakdowns) return undefined;
  const { up, down, mode = 'pause' } = breakdowns;
  return { up: asm.draw(up, `${name}/up`), down: asm.draw(down, `${name}/down`), mode };
}

function placesOf(model: SimModel, stations: readonly CompiledStation[]): Places {
  const links = Object.keys(model.links ?? {});
  const caches = Object.keys(model.caches ?? {});
  const balancers = Object.keys(model.balancers ?? {});
  return {
    model,
    station: (wanted) => stations.findIndex(({ name, ofLink }) => !ofLink && name === wanted),
    queueOf: (wanted) => stations.findIndex(({ name, ofLink }) => ofLink && name === wanted),
    link: (name) => links.indexOf(name),
    cache: (name) => caches.indexOf(name),
    balancer: (name) => balancers.indexOf(name),
  };
}

function link(name: string, spec: Link, asm: Assembler): CompiledLink {
  return {
    name,
    delay: asm.draw(spec.delay ?? 0, `${name}/delay`),
    jitter: asm.optionalDraw(spec.jitter, `${name}/jitter`),
    chance: asm.stream(`${name}/loss`),
    loss: spec.loss ?? 0,
    resendAfter: spec.resendAfter ?? Infinity,
    schedule: spec.schedule ?? [],
    outages: outagesOf(spec.schedule ?? []),
  };
}

const always = { from: 0, until: Infinity };

function outagesOf(schedule: readonly LinkChange[]): CompiledLink['outages'] {
  const turns = schedule.filter(({ down }) => down !== undefined);
  return turns.flatMap(({ at, down }, i) => (down ? [{ from: at, until: turns[i + 1]?.at ?? Infinity }] : []));
}

function source(name: string, spec: Source, tools: Tools & { readonly model: SimModel }): CompiledSource {
  const { asm } = tools;
  const { retry, journey = [] } = spec;
  return {
    name,
    spec,
    entries: entriesOf(name, spec, tools),
    priority: spec.priority ?? 0,
    spacing: spacing(name, spec, asm),
    think: 'think' in spec ? asm.draw(spec.think, `${name}/think`) : -1,
    window: 'users' in spec ? { from: spec.from ?? 0, until: spec.until ?? Infinity } : always,
    demand: asm.optionalDraw(spec.demand, `${name}/demand`),
    anyClient: !('users' in spec) || spec.anyClient === true,
    client: asm.stream(`${name}/client`),
    key: asm.stream(`${name}/key`),
    keyWeights: typeof spec.keys === 'object' ? asm.weightsOf(spec.keys) : -1,
    journey: journey.map(({ key, think, demand }) => ({
      key,
      think: asm.optionalDraw(think, `${name}/journey`),
      demand: asm.optionalDraw(demand, `${name}/demand`),
    })),
    retry: retry && { ...retry, after: asm.draw(retry.after, `${name}/retry`), causes: asm.causesOf(retry.on) },
  };
}

function entriesOf(name: string, spec: Source, { model, program }: Tools & { readonly model: SimModel }): Int32Array {
  const names = 'trace' in spec ? spec.trace.programs : undefined;
  if (!names) return Int32Array.of(program(spec.steps ?? [], name));
  const places = new Map([...new Set(names)].map((word) => [word, program(model.programs![word]!, `${name}/${word}`)]));
  return Int32Array.from(names, (word) => places.get(word)!);
}

/** Times between arrivals; where there is a rate, in units of their mean. */
function spacing(name: string, spec: Source, asm: Assembler): number {
  if (!('arrivals' in spec)) return -1;
  const { arrivals } = spec;
  const purpose = `${name}/arrivals`;
  if ('every' in arrivals) return asm.draw(arrivals.every, purpose);
  const { spacing = 'poisson' } = arrivals;
  if (spacing === 'poisson') return asm.draw({ exponential: 1 }, purpose);
  return asm.draw(spacing === 'even' ? 1 : spacing, purpose);
}

function balancer(name: string, spec: Balancer, { asm, program }: Tools): CompiledBalancer {
  const targets = Object.entries(spec.targets);
  const { active } = spec;
  const probe = ([target, { steps }]: (typeof targets)[number]): number => {
    const frame = asm.addFrame({ kind: code.waitingWithin });
    return program(active!.steps?.[target] ?? steps, `${name}/${target}/probe`, (write) => {
      asm.emit(code.within, frame, asm.number(active!.timeout ?? active!.every));
      asm.inside(frame, () => {
        write();
        asm.emit(code.withinOver, frame);
      });
    });
  };
  return {
    name,
    targets: targets.map(([target, { weight = 1 }]) => ({ name: target, weight })),
    policy: spec.policy ?? 'random',
    options: spec.options,
    chance: asm.stream(`${name}/choice`),
    passive: spec.passive,
    active: active && {
      every: active.every,
      failures: active.failures ?? 1,
      passes: active.passes ?? 1,
      entries: targets.map(probe),
    },
  };
}
