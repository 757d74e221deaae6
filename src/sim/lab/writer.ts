import { LabError } from '../../errors/lab-error.ts';
import type { AnswerModel, Ask, PassOn, Time, Work } from '../../kit/service-model.ts';
import type { Flow, Port, Service, UseTarget, Visitors } from '../../model/blueprint.ts';
import * as text from '../../text/sim-lab.ts';
import type { UpstreamOptions } from '../balancing/policy.ts';
import type { Distribution } from '../model/distribution.ts';
import type { Balancer, Link, Named } from '../model/model.ts';
import type { Steps } from '../model/step.ts';
import { factorOf } from './calibration.ts';
import { gatesOf } from './faults.ts';
import { sharesOf, type Kind } from './kinds.ts';
import type { LabSetup } from './lab-model.ts';
import { passed, peerFailures, whole, type Exchanged } from './passing.ts';
import { doorOf, poolOf, portOf, processorOf } from './places.ts';
import { Ways } from './ways.ts';
import { passingOn } from './work.ts';

/** Bytes of a question or an answer of which nothing is said. */
const usualBytes = 500;

/** Writes the programs of a lab: what each kind of request makes its services do. */
export class Writer {
  readonly programs: Record<string, Steps> = {};
  readonly balancers: Record<string, Balancer> = {};
  private readonly setup: LabSetup;
  private readonly kinds: readonly Kind[];
  private readonly ways: Ways;
  private readonly closed: ReadonlySet<string>;
  /** The programs that are being written: one that needs itself would never end. */
  private readonly open: string[] = [];

  /** @param land its links, and the services that a fault closes at times */
  constructor(setup: LabSetup, kinds: readonly Kind[], { links, closed }: Land) {
    this.setup = setup;
    this.kinds = kinds;
    this.closed = closed;
    this.ways = new Ways(
      { ...setup, links },
      {
        write: (service, work) => this.work(this.service(service), work),
        reach: (service) => this.reach(service),
      },
    );
  }

  /** A visit from outside: to one of the instances that the visitors know, each as often as the others. */
  visit({ name, to, portName }: Visitors): Steps {
    const targets = to.map((id) => {
      const flow = this.flowTo(id, ({ from }) => from.kind === 'visitors' && from.visitors === name);
      const exchange = { target: this.service(id), flow, from: '', port: portName, bytes: usualBytes };
      const steps = whole(this.exchange(exchange));
      return this.passesOn(id) ? steps : this.withRest(name, steps);
    });
    return evenly(targets);
  }

  private passesOn(id: string): boolean {
    return passingOn(this.setup.services.get(id)).length > 0;
  }

  /**
   * Adds what was measured of a request's time that no part of the model explains. Most of it is waking up behind a balancer,
   * for whom the request is under way meanwhile: it goes there, if visitors come to one. `clock` tells how long nobody has come.
   */
  private withRest(clock: string, steps: Steps): Steps {
    const { rest = {} } = this.setup.calibration ?? {};
    const times = [...new Set(Object.values(rest).flatMap((all) => all.map(({ after }) => after)))];
    if (times.length === 0) return steps;
    const ways = times
      .toSorted((one, other) => one - other)
      .map((after) => {
        const byKey = this.kinds.map(({ name }): Steps => {
          const { values = [] } = rest[name]?.findLast((each) => each.after <= after) ?? {};
          return values.length === 0 ? [] : [{ delay: { empirical: { values, smooth: true } } }];
        });
        return { after, steps: [{ byKey }] };
      });
    return [{ idle: clock, steps, ways }];
  }

  /** A question's way, what it comes to, and the answer's way back. */
  private exchange({ target, flow, from, port, kind, bytes }: Exchange): Exchanged {
    const { program, answer } = this.answer(target, port, kind);
    const ends = { from, to: target.machine ?? '' };
    return {
      there: [...this.ways.along(flow.path, ends, bytes), ...this.reach(target.id)],
      answered: [{ run: program }, ...this.ways.back(flow.path, ends, answer)],
    };
  }

  private reach(service: string): Steps {
    return this.closed.has(service) ? [{ hold: portOf(service), steps: [] }] : [];
  }

  /** The program of a service for a question at one of its ports, and the size of the answer. */
  private answer(service: Service, port: string, kind: string | undefined): { program: string; answer: number } {
    const model = this.setup.services.get(service.id);
    const kinds = Object.entries(model?.answers?.[port] ?? {});
    if (kinds.length === 0)
      throw new LabError({ code: 'sim-no-role-model', fault: 'usage', ...text.noModel(service.id, service.role) });
    const named = kinds.filter(([name]) => name === kind);
    const asked = named.length > 0 ? named : kinds;
    const program = kind === undefined ? `${service.id} ${port}` : `${service.id} ${port} ${kind}`;
    if (this.open.includes(program))
      throw new LabError({ code: 'sim-circle', fault: 'usage', ...text.circular([...this.open, program]) });
    this.open.push(program);
    this.programs[program] ??= [
      {
        measure: service.id,
        steps: [{ hold: doorOf(service.id), steps: [...this.gates(service, kind), ...this.answers(service, asked)] }],
      },
    ];
    this.open.pop();
    return { program, answer: this.bytesOf(asked) };
  }

  /** Past what a fault may make it answer with. */
  private gates(service: Service, kind: string | undefined): Steps {
    return gatesOf(service, this.setup.faults)
      .filter(({ of }) => of === undefined || of === kind)
      .map(({ station, cause }) => {
        const past = { visit: station, for: 0 };
        return cause === undefined ? past : { attempt: [past], otherwise: [{ fail: cause }], on: ['down'] };
      });
  }

  /** What the service does, by what the visitor's request asks for; for what it does not know, what it does usually. */
  private answers(service: Service, asked: readonly Answer[]): Steps {
    const known = new Map(asked);
    const shares = sharesOf(asked.map(([name, { share }]) => ({ name, share })));
    const usual = (): Steps =>
      oneOf(
        asked.flatMap(([name, { work }], at) =>
          shares[at]! > 0 ? [{ share: shares[at]!, steps: this.work({ ...service, kind: name }, work) }] : [],
        ),
      );
    if (asked.length === 1 || asked.every(([, { path }]) => path === undefined)) return usual();
    const ways = this.kinds.map(({ name }) => {
      const answer = known.get(name);
      return answer === undefined ? usual() : this.work({ ...service, kind: name }, answer.work);
    });
    return [{ byKey: ways }];
  }

  /** Of an answer on average, over what visitors ask for. */
  private bytesOf(asked: readonly Answer[]): number {
    const shared = asked.map(([name, { bytes = usualBytes, share = 0 }]) => ({
      bytes,
      share: this.kinds.find((kind) => kind.name === name)?.share ?? share,
    }));
    const total = shared.reduce((sum, { share }) => sum + share, 0);
    if (total === 0) return shared[0]?.bytes ?? usualBytes;
    return shared.reduce((sum, { bytes, share }) => sum + (share / total) * bytes, 0);
  }

  /** As the role says, or as long as it took where that was measured: its spread is then part of the rest. */
  private time({ name, kind }: Busy, time: Time | 'demand'): Distribution {
    if (time === 'demand') return { demand: 1 };
    const factor = factorOf(this.setup.calibration, name, kind);
    return factor === undefined ? time : factor * meanOf(time);
  }

  private work(service: Busy, work: readonly Work[]): Steps {
    return work.flatMap((each) => this.one(service, each));
  }

  private one(service: Busy, work: Work): Steps {
    const inside = (of: readonly Work[]): Steps => this.work(service, of);
    if ('compute' in work)
      return [{ visit: processorOf(service.machine ?? ''), for: this.time(service, work.compute) }];
    if ('occupy' in work) return [{ hold: poolOf(service.id, work.occupy), steps: inside(work.work) }];
    if ('oneOf' in work) return oneOf(work.oneOf.map((each) => ({ share: each.share, steps: inside(each.work) })));
    if ('aside' in work) return aside(inside(work.aside));
    if ('fail' in work) return [{ fail: work.fail }];
    if ('passOn' in work) return [{ balance: this.balancer(service, work) }];
    return this.ask(service, work);
  }

  private ask(service: Busy, { ask, kind, bytes = usualBytes, times = 1, timeout, otherwise }: Ask): Steps {
    const once = evenly(this.targets(service, ask).map((target) => whole(this.to(service, target, bytes, kind))));
    const all = Array.from({ length: times }, () => once).flat();
    const bounded: Steps = timeout === undefined ? all : [{ within: timeout, steps: all }];
    return otherwise === undefined ? bounded : [{ attempt: bounded, otherwise: this.work(service, otherwise) }];
  }

  private balancer(service: Service, work: PassOn): string {
    const { passOn, balancing } = work;
    const { kinds } = this;
    const { phase, faults, blueprint } = this.setup;
    const isVisited = blueprint.visitors.some(({ to }) => to.includes(service.id));
    const targets = this.targets(service, passOn).map((target, at) => {
      const { there, answered } = this.to(service, target, work.bytes ?? usualBytes);
      const way = { there, answered: isVisited ? this.withRest(service.id, answered) : answered };
      const steps = passed(work, way, { balancer: service.id, kinds, faults });
      return [target.service, { weight: balancing.peers[at]?.weight ?? 1, steps }] as const;
    });
    const reloads = this.reloads(service, passOn);
    const options: UpstreamOptions = {
      ...{ upstream: balancing, reloads },
      ...(phase !== undefined && { phase }),
    };
    this.balancers[service.id] = {
      targets: Object.fromEntries(targets),
      policy: 'upstream',
      options,
      tries: targets.length,
      retryOn: peerFailures,
    };
    return service.id;
  }

  /** How it passes on after each reload. */
  private reloads({ id }: Service, need: string): NonNullable<UpstreamOptions['reloads']> {
    const { reloads = [] } = this.setup;
    return reloads.flatMap(({ at, services }) => {
      const upstream = passingOn(services.get(id)).find(({ passOn }) => passOn === need)?.balancing;
      return upstream === undefined ? [] : [{ at, upstream }];
    });
  }

  private to(service: Service, target: UseTarget, bytes: number, kind?: string): Exchanged {
    const { blueprint } = this.setup;
    const flow = blueprint.flows.find(({ id }) => id === target.flow);
    const other = this.service(target.service);
    const port = portAt(other, flow);
    if (flow === undefined) throw new Error(`${service.id} asks ${target.service} without a flow`);
    return this.exchange({
      target: other,
      flow,
      from: service.machine ?? '',
      port,
      bytes,
      ...(kind !== undefined && { kind }),
    });
  }

  private targets(service: Service, need: string): readonly UseTarget[] {
    return service.uses.filter(({ name }) => name === need).flatMap(({ targets }) => targets);
  }

  private flowTo(id: string, comes: (flow: Flow) => boolean): Flow {
    const flow = this.setup.blueprint.flows.find((each) => each.to.service === id && comes(each));
    if (flow === undefined) throw new Error(`no flow leads to ${id}`);
    return flow;
  }

  private service(id: string): Service {
    const service = this.setup.blueprint.services.find((each) => each.id === id);
    if (service === undefined) throw new Error(`there is no ${id}`);
    return service;
  }
}

type Answer = readonly [kind: string, answer: AnswerModel];

/** A service that does something, and for which kind of request. */
type Busy = Service & { readonly kind?: string };

const meanOf = (time: Time): number => (typeof time === 'number' ? time : time.lognormal.mean);

/** Where messages go. */
interface Land {
  readonly links: Named<Link>;
  readonly closed: ReadonlySet<string>;
}

interface Exchange {
  readonly target: Service;
  readonly flow: Flow;
  /** The machine that asks; none for visitors, whose way out is not the lab's. */
  readonly from: string;
  readonly port: string;
  readonly kind?: string;
  readonly bytes: number;
}

const portAt = ({ offers }: Service, flow: Flow | undefined): string =>
  flow?.to.portName ?? (offers[0] satisfies Port | undefined)?.name ?? '';

/** Steps that go on by themselves: given up at once by who does not wait for them. */
const aside = (steps: Steps): Steps =>
  steps.length === 0 ? [] : [{ attempt: [{ within: 1e-9, steps, then: 'leave' }], otherwise: [], on: ['timeout'] }];

const evenly = (ways: readonly Steps[]): Steps => oneOf(ways.map((steps) => ({ share: 1, steps })));

const oneOf = (ways: readonly { readonly share: number; readonly steps: Steps }[]): Steps => {
  const total = ways.reduce((sum, { share }) => sum + share, 0);
  if (ways.length <= 1) return ways[0]?.steps ?? [];
  return [{ choose: ways.map(({ share, steps }) => ({ probability: share / total, steps })) }];
};
