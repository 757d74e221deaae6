import type { Distribution } from '../model/distribution.ts';
import type { SimModel } from '../model/model.ts';
import type { Step, Steps } from '../model/step.ts';
import type { RequestResult } from '../result.ts';
import type { LabModel } from './lab-model.ts';

/** Processor seconds of one visitor's request at one service, on average. */
export interface Demand {
  /** What the service itself takes. */
  readonly own: number;
  /** What the request asked for, for each second that it asked for. */
  readonly asked: number;
}

/**
 * What a request of the kind at this place among the kinds costs at each service, by service id: what the roles say,
 * added up along the ways that it takes if nothing fails. A balancer that can choose `target` does; else all share it.
 */
export function demandsOf(lab: LabModel, visitors: string, kind: number, target?: string): ReadonlyMap<string, Demand> {
  const sum = new Sum(lab, kind, target);
  sum.add(lab.model.sources[visitors]?.steps ?? [], { service: '', share: 1 });
  return sum.demands;
}

/**
 * Processor seconds of each service, by its id, for these requests of a simulation, none of which failed: each by the target that
 * its balancer gave it to.
 */
export function secondsFor(lab: LabModel, requests: readonly RequestResult[]): ReadonlyMap<string, number> {
  const known = new Map<string, ReadonlyMap<string, Demand>>();
  const sums = new Map<string, number>();
  for (const { source, key, target, demand } of requests) {
    const way = JSON.stringify([source, key, target]);
    const demands = known.get(way) ?? demandsOf(lab, source, key, target);
    known.set(way, demands);
    for (const [service, { own, asked }] of demands) sums.set(service, (sums.get(service) ?? 0) + own + asked * demand);
  }
  return sums;
}

/** Whose steps they are, and how often they are taken for one request. */
interface Inside {
  readonly service: string;
  readonly share: number;
}

class Sum {
  readonly demands = new Map<string, Demand>();
  private readonly model: SimModel;
  private readonly kind: number;
  private readonly target: string | undefined;
  private readonly processors: ReadonlySet<string>;
  private readonly doors: ReadonlyMap<string, string>;

  constructor({ model, places }: LabModel, kind: number, target?: string) {
    this.model = model;
    this.kind = kind;
    this.target = target;
    this.processors = new Set(places.filter((place) => place.kind === 'processor').map(({ station }) => station));
    this.doors = new Map(
      places.flatMap(({ kind: what, station, service }) =>
        what === 'service' && service !== undefined ? [[station, service] as const] : [],
      ),
    );
  }

  add(steps: Steps, inside: Inside): void {
    for (const step of steps) this.addStep(step, inside);
  }

  private addStep(step: Step, inside: Inside): void {
    const { model, kind } = this;
    if ('visit' in step) this.count(step.visit, step.for, inside);
    else if ('hold' in step) this.add(step.steps, { ...inside, service: this.doors.get(step.hold) ?? inside.service });
    else if ('choose' in step)
      for (const { probability, steps } of step.choose) this.add(steps, scaled(inside, probability));
    else if ('byKey' in step) this.add(step.byKey[kind % step.byKey.length] ?? [], inside);
    else if ('run' in step) this.add(model.programs?.[step.run] ?? [], inside);
    else if ('attempt' in step) this.add(step.attempt, inside);
    else if ('balance' in step) this.addTargets(step.balance, inside);
    else if ('within' in step || 'idle' in step || 'measure' in step) this.add(step.steps, inside);
  }

  private addTargets(balancer: string, inside: Inside): void {
    const all = this.model.balancers?.[balancer]?.targets ?? {};
    const chosen = all[this.target ?? ''];
    const targets = chosen === undefined ? Object.values(all) : [chosen];
    const total = targets.reduce((sum, { weight = 1 }) => sum + weight, 0);
    for (const { weight = 1, steps } of targets) this.add(steps, scaled(inside, weight / total));
  }

  private count(station: string, time: Distribution, { service, share }: Inside): void {
    if (!this.processors.has(station)) return;
    const { own, asked } = this.demands.get(service) ?? { own: 0, asked: 0 };
    const isAsked = typeof time === 'object' && 'demand' in time;
    const seconds = isAsked ? time.demand : meanOf(time);
    this.demands.set(
      service,
      isAsked ? { own, asked: asked + share * seconds } : { own: own + share * seconds, asked },
    );
  }
}

const scaled = ({ service, share }: Inside, by: number): Inside => ({ service, share: share * by });

/** Of the times that roles can say: see `Time`. */
const meanOf = (time: Distribution): number => {
  if (typeof time === 'number') return time;
  return 'lognormal' in time ? time.lognormal.mean : 0;
};
