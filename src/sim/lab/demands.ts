import type { Distribution } from '../model/distribution.ts';
import type { SimModel } from '../model/model.ts';
import type { Step, Steps } from '../model/step.ts';
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
 * added up along the ways that it takes if nothing fails.
 */
export function demandsOf(lab: LabModel, visitors: string, kind: number): ReadonlyMap<string, Demand> {
  const sum = new Sum(lab, kind);
  sum.add(lab.model.sources[visitors]?.steps ?? [], { service: '', share: 1 });
  return sum.demands;
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
  private readonly processors: ReadonlySet<string>;
  private readonly doors: ReadonlyMap<string, string>;

  constructor({ model, places }: LabModel, kind: number) {
    this.model = model;
    this.kind = kind;
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
    const targets = Object.values(this.model.balancers?.[balancer]?.targets ?? {});
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
