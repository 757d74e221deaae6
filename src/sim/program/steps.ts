import type { Balancer, SimModel } from '../model/model.ts';
import type {
  Again,
  Attempt,
  Balance,
  ByKey,
  Choose,
  Commit,
  Cross,
  Hold,
  Idle,
  Lookup,
  Measure,
  Step,
  Steps,
  Visit,
  Within,
} from '../model/step.ts';
import type { Assembler } from './assembler.ts';
import * as code from './code.ts';

/** Where names of the model are in the tables of the engine. */
export interface Places {
  readonly model: SimModel;
  station(name: string): number;
  link(name: string): number;
  /** The queue before the link, or -1 if it has no rate. */
  queueOf(link: string): number;
  cache(name: string): number;
  balancer(name: string): number;
}

/** Writes the steps of one program into the assembler; `path` names the chance that its choices draw from. */
export class StepWriter {
  private readonly asm: Assembler;
  private readonly places: Places;
  private readonly path: string;
  private choices = 0;

  constructor(asm: Assembler, places: Places, path: string) {
    this.asm = asm;
    this.places = places;
    this.path = path;
  }

  write(steps: Steps): void {
    for (const step of steps) this.writeStep(step);
  }

  private writeStep(step: Step): void {
    const { asm } = this;
    if ('visit' in step) this.writeVisit(step);
    else if ('hold' in step) this.writeHold(step);
    else if ('delay' in step) asm.emit(code.delay, asm.draw(step.delay, this.purpose('delay')));
    else if ('cross' in step) this.writeCross(step);
    else if ('lookup' in step) this.writeLookup(step);
    else if ('choose' in step) this.writeChoose(step);
    else if ('byKey' in step) this.writeByKey(step);
    else if ('again' in step) this.writeAgain(step);
    else if ('balance' in step) this.writeBalance(step);
    else if ('commit' in step) this.writeCommit(step);
    else if ('within' in step) this.writeWithin(step);
    else if ('attempt' in step) this.writeAttempt(step);
    else if ('fail' in step) asm.emit(code.fail, asm.cause(step.fail));
    else if ('run' in step) this.write(this.places.model.programs![step.run]!);
    else if ('idle' in step) this.writeIdle(step);
    else this.writeMeasure(step);
  }

  /** A purpose of its own for each choice, by its turn in the program: a choice that is added shifts those behind it. */
  private purpose(word: string): string {
    this.choices += 1;
    return `${this.path}/${word}${this.choices}`;
  }

  private writeVisit({ visit, for: service, priority = -1, patience }: Visit): void {
    const { asm } = this;
    const draw = asm.draw(service, `${visit}/service`);
    const patient = asm.optionalDraw(patience, `${visit}/patience`);
    asm.emit(code.visit, this.places.station(visit), draw, priority, patient);
  }

  private writeHold({ hold, steps, priority = -1, patience }: Hold): void {
    const { asm } = this;
    const thing = this.places.station(hold);
    const frame = asm.addFrame({ kind: code.holding, thing });
    asm.emit(code.acquire, thing, frame, priority, asm.optionalDraw(patience, `${hold}/patience`));
    asm.inside(frame, () => {
      this.write(steps);
      asm.emit(code.release, frame);
    });
  }

  private writeCross({ cross, bytes = 0 }: Cross): void {
    const { asm } = this;
    const queue = this.places.queueOf(cross);
    if (queue >= 0 && bytes !== 0) asm.emit(code.visit, queue, asm.draw(bytes, `${cross}/bytes`), -1, -1);
    asm.emit(code.cross, this.places.link(cross));
  }

  private writeLookup({ lookup, hit = [], miss = [] }: Lookup): void {
    const { asm } = this;
    const frame = asm.addFrame({ kind: code.missing, thing: this.places.cache(lookup) });
    const start = asm.emit(code.lookup, frame);
    this.write(hit);
    const over = asm.emit(code.jump);
    asm.patch(start, 2, asm.here);
    asm.inside(frame, () => {
      this.write(miss);
      asm.emit(code.store, frame);
    });
    asm.patch(over, 1, asm.here);
  }

  private writeChoose({ choose }: Choose): void {
    const { asm } = this;
    const first = asm.reservePlaces(choose.length);
    const table = asm.weightsOf(choose.map(({ probability }) => probability));
    asm.emit(code.choose, table, asm.stream(this.purpose('choose')), first);
    this.writeOneOf(
      choose.map(({ steps }) => steps),
      first,
    );
  }

  private writeByKey({ byKey }: ByKey): void {
    const { asm } = this;
    const first = asm.reservePlaces(byKey.length);
    asm.emit(code.byKey, byKey.length, first);
    this.writeOneOf(byKey, first);
  }

  /** One way after the other, each of which goes on behind the last one. */
  private writeOneOf(ways: readonly Steps[], first: number): void {
    const { asm } = this;
    const ends = ways.map((steps, i) => {
      asm.fillPlace(first + i);
      this.write(steps);
      return asm.emit(code.jump);
    });
    for (const at of ends) asm.patch(at, 1, asm.here);
  }

  private writeAgain({ again, steps }: Again): void {
    const { asm } = this;
    const start = asm.here;
    const first = asm.reservePlaces(2);
    const stream = asm.stream(this.purpose('again'));
    this.write(steps);
    asm.emit(code.choose, asm.weightsOf([again, 1 - again]), stream, first);
    asm.fillPlace(first);
    asm.emit(code.jump, start);
    asm.fillPlace(first + 1);
  }

  private writeBalance({ balance, tries, retryOn }: Balance): void {
    const { asm } = this;
    const balancer: Balancer = this.places.model.balancers![balance]!;
    const targets = Object.values(balancer.targets);
    const place = asm.reservePlaces(targets.length);
    const frame = asm.addFrame({
      kind: code.balancing,
      thing: this.places.balancer(balance),
      place,
      causes: asm.causesOf(retryOn ?? balancer.retryOn),
      tries: tries ?? balancer.tries ?? 1,
    });
    asm.emit(code.balance, frame);
    const ends = targets.map(({ steps }, i) => {
      asm.fillPlace(place + i);
      asm.inside(frame, () => {
        this.write(steps);
        asm.emit(code.balanced, frame);
      });
      return asm.emit(code.jump);
    });
    for (const at of ends) asm.patch(at, 1, asm.here);
  }

  /** Nothing where a balancer's own probe takes the steps: that is not given to anybody else anyway. */
  private writeCommit({ commit }: Commit): void {
    const frame = this.asm.openFrame(code.balancing, this.places.balancer(commit));
    if (frame >= 0) this.asm.emit(code.commit, frame);
  }

  private writeWithin({ within, steps, then = 'stop' }: Within): void {
    const { asm } = this;
    const frame = asm.addFrame({ kind: code.waitingWithin, thing: then === 'leave' ? 1 : 0 });
    asm.emit(code.within, frame, asm.number(within));
    asm.inside(frame, () => {
      this.write(steps);
      asm.emit(code.withinOver, frame);
    });
  }

  private writeAttempt({ attempt, otherwise, on }: Attempt): void {
    const { asm } = this;
    const frame = asm.addFrame({ kind: code.attempting, causes: asm.causesOf(on) });
    let over = 0;
    asm.inside(frame, () => {
      this.write(attempt);
      over = asm.emit(code.jump);
    });
    asm.setPlace(frame, asm.here);
    this.write(otherwise);
    asm.patch(over, 1, asm.here);
  }

  private writeIdle({ idle, steps, ways }: Idle): void {
    const { asm } = this;
    const frame = asm.addFrame({ kind: code.idling, thing: asm.clock(idle) });
    const first = asm.reservePlaces(ways.length);
    const [least = 0] = ways.map(({ after }) => asm.number(after));
    asm.emit(code.came, frame);
    asm.inside(frame, () => {
      this.write(steps);
      asm.emit(code.idled, frame, ways.length, first, least);
    });
    this.writeOneOf(
      ways.map((way) => way.steps),
      first,
    );
  }

  private writeMeasure({ measure, steps }: Measure): void {
    const { asm } = this;
    const frame = asm.addFrame({ kind: code.measuring, thing: asm.measure(measure) });
    asm.emit(code.measure, frame);
    asm.inside(frame, () => {
      this.write(steps);
      asm.emit(code.measured, frame);
    });
  }
}
