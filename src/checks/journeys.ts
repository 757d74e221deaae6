import type { Sentence } from '../model/sentence.ts';
import { expectJourney, journeyHint, journeyWentWell, noFront } from '../text/checks.ts';
import type { Check, CheckGround, CheckKind, Outcome } from './check.ts';
import type { Way } from './front.ts';
import { frontOf, wayTo } from './front.ts';
import type { Promised } from './promises.ts';
import { promisesOf } from './promises.ts';
import { setOut, tidyUp, walk } from './walk.ts';

/** Each journey that a role knows: walked once a service, through the front where visitors come in. */
export const journeys: CheckKind = {
  name: 'journey',
  derive: (ground) => {
    const byService = new Map(
      promisesOf(ground, 'journey')
        .toReversed()
        .map((each) => [each.service.name, each]),
    );
    return [...byService.values()].map((promised) => journeyCheck(ground, promised));
  },
};

const journeyCheck = (ground: CheckGround, promised: Promised<'journey'>): Check => {
  const { service, promise } = promised;
  const way = wayTo(ground.world.blueprint, frontOf(ground.world.blueprint, service));
  return {
    id: `journey:${service.name}`,
    title: promise.journey.title,
    from: way?.place.name ?? promised.machine.name,
    manner: 'counts',
    patient: true,
    ask: (signal) =>
      way
        ? travel(ground, promised, way, signal)
        : Promise.resolve({ verdict: 'inconclusive', expected: expectJourney, seen: noFront(service.name) }),
  };
};

const travel = async (
  ground: CheckGround,
  promised: Promised<'journey'>,
  way: Way,
  signal: AbortSignal,
): Promise<Outcome> => {
  const { journey } = promised.promise;
  const traveller = setOut(ground, promised.service, way);
  let failed: Sentence | undefined;
  let left: Sentence | undefined;
  try {
    failed = await walk(traveller, journey.steps, signal);
  } finally {
    // Whoever interrupts the journey does not keep it from tidying up.
    left = await tidyUp(traveller, journey.cleanup);
  }
  const seen = failed ?? left;
  return seen === undefined
    ? { verdict: 'pass', expected: expectJourney, seen: journeyWentWell(journey.steps.length) }
    : { verdict: 'fail', expected: expectJourney, seen, hint: journeyHint };
};
