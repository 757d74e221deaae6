import { simText } from '../../text/sim.ts';
import type { Named, SimModel } from '../model/model.ts';
import type { Cause, Idle, Step, Steps, Within } from '../model/step.ts';
import { checkDistribution } from './distributions.ts';
import type { Problems } from './problems.ts';

const { kinds } = simText;

const ends: Readonly<Record<NonNullable<Within['then']>, true>> = { stop: true, leave: true };

/** Looks at steps, and into what they lead to. */
export class StepCheck {
  private readonly model: SimModel;
  private readonly problems: Problems;
  private readonly causes: Named<true>;
  /** Programs and balancers that the steps at hand are part of. */
  private readonly around: string[] = [];

  constructor(model: SimModel, problems: Problems, causes: Named<true>) {
    this.model = model;
    this.problems = problems;
    this.causes = causes;
  }

  /** A word that nothing ever fails with would never match. */
  checkCauses(words: readonly Cause[] | undefined, path: string): void {
    words?.forEach((word, i) => this.problems.name(`${path}.${i}`, word, { kind: kinds.cause, among: this.causes }));
  }

  check(steps: Steps | undefined, path: string): void {
    steps?.forEach((step, i) => this.checkStep(step, `${path}.${i}`));
  }

  private checkStep(step: Step, path: string): void {
    const { problems, model } = this;
    if ('visit' in step) this.checkWaiting(step, step.visit, path);
    else if ('hold' in step) this.checkHold(step, path);
    else if ('delay' in step) checkDistribution(step.delay, `${path}.delay`, problems);
    else if ('cross' in step) {
      problems.name(`${path}.cross`, step.cross, { kind: kinds.link, among: model.links });
      checkDistribution(step.bytes, `${path}.bytes`, problems);
    } else if ('lookup' in step) {
      problems.name(`${path}.lookup`, step.lookup, { kind: kinds.cache, among: model.caches });
      this.check(step.hit, `${path}.hit`);
      this.check(step.miss, `${path}.miss`);
    } else if ('choose' in step) {
      problems.probabilities(
        `${path}.choose`,
        step.choose.map(({ probability }) => probability),
      );
      step.choose.forEach(({ steps }, i) => this.check(steps, `${path}.choose.${i}.steps`));
    } else if ('byKey' in step) {
      if (step.byKey.length === 0) problems.add(`${path}.byKey`, simText.empty);
      step.byKey.forEach((steps, i) => this.check(steps, `${path}.byKey.${i}`));
    } else this.checkOther(step, path);
  }

  private checkOther(step: Step, path: string): void {
    const { problems } = this;
    if ('again' in step) problems.number(`${path}.again`, step.again, 'belowOne');
    else if ('within' in step) this.checkWithin(step, path);
    else if ('balance' in step) this.checkBalance(step.balance, path);
    else if ('commit' in step) this.checkCommit(step.commit, path);
    else if ('run' in step) this.checkRun(step.run, path);
    else if ('attempt' in step) {
      this.check(step.attempt, `${path}.attempt`);
      this.check(step.otherwise, `${path}.otherwise`);
      this.checkCauses(step.on, `${path}.on`);
    } else if ('idle' in step) this.checkWays(step.ways, `${path}.ways`);
    else if (!('fail' in step) && !('measure' in step)) problems.add(path, simText.unknownStep);
    if ('retryOn' in step) this.checkCauses(step.retryOn, `${path}.retryOn`);
    if ('tries' in step) problems.number(`${path}.tries`, step.tries, 'count');
    if ('steps' in step) this.check(step.steps, `${path}.steps`);
  }

  private checkWithin({ within, then = 'stop' }: Within, path: string): void {
    this.problems.number(`${path}.within`, within, 'positive');
    this.problems.name(`${path}.then`, then, { kind: kinds.end, among: ends });
  }

  private checkWays(ways: Idle['ways'], path: string): void {
    const { problems } = this;
    problems.times(
      path,
      ways.map(({ after }) => after),
    );
    if (ways[0]?.after !== 0) problems.add(path, simText.fromNothing);
    ways.forEach(({ steps }, i) => this.check(steps, `${path}.${i}.steps`));
  }

  private checkWaiting(step: Extract<Step, { visit: string } | { hold: string }>, station: string, path: string): void {
    const { problems, model } = this;
    const word = 'visit' in step ? 'visit' : 'hold';
    problems.name(`${path}.${word}`, station, { kind: kinds.station, among: model.stations });
    problems.number(`${path}.priority`, step.priority, 'priority');
    checkDistribution(step.patience, `${path}.patience`, problems);
    if ('visit' in step) checkDistribution(step.for, `${path}.for`, problems);
  }

  private checkHold(step: Extract<Step, { hold: string }>, path: string): void {
    this.checkWaiting(step, step.hold, path);
    if (this.model.stations?.[step.hold]?.discipline === 'sharing') this.problems.add(path, simText.held(step.hold));
    this.check(step.steps, `${path}.steps`);
  }

  private checkRun(program: string, path: string): void {
    const { problems, model } = this;
    if (!problems.name(`${path}.run`, program, { kind: kinds.program, among: model.programs })) return;
    if (this.around.includes(`programs.${program}`)) problems.add(path, simText.containsItself(program));
    else this.within(`programs.${program}`, () => this.check(model.programs![program], `programs.${program}`));
  }

  private checkBalance(balancer: string, path: string): void {
    const { problems, model } = this;
    if (!problems.name(`${path}.balance`, balancer, { kind: kinds.balancer, among: model.balancers })) return;
    const place = `balancers.${balancer}`;
    if (this.around.includes(place)) problems.add(path, simText.balancesItself(balancer));
    else
      this.within(place, () => {
        for (const [name, { steps }] of Object.entries(model.balancers![balancer]!.targets))
          this.check(steps, `${place}.targets.${name}.steps`);
      });
  }

  private checkCommit(balancer: string, path: string): void {
    const { problems, model } = this;
    if (!problems.name(`${path}.commit`, balancer, { kind: kinds.balancer, among: model.balancers })) return;
    const place = `balancers.${balancer}`;
    // A program may be run there.
    const isInside =
      this.around.includes(place) || path.startsWith(`${place}.targets.`) || path.startsWith('programs.');
    if (!isInside) problems.add(path, simText.commitsOutside(balancer));
  }

  private within(place: string, check: () => void): void {
    this.around.push(place);
    check();
    this.around.pop();
  }
}
