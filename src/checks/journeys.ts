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
  await ground.visits.begin(promised.service.name, traveller.random);
  let failed: Sentence | undefined;
  let left: Sentence | undefined;
  try {
    failed = await walk(traveller, journey.steps, signal);
  } finally {
    // Whoever interrupts the journey does not keep it from tidying up.
    left = await tidyUp(traveller, journey.cleanup);
    if (left === undefined) await ground.visits.end(traveller.random);
  }
  const seen = failed ?? left ?? (await sendHome(ground, promised, way, signal));
  return seen === undefined
    ? { verdict: 'pass', expected: expectJourney, seen: journeyWentWell(journey.steps.length) }
    : { verdict: 'fail', expected: expectJourney, seen, hint: journeyHint };
};

/**
 * Lets those leave whom a killed check has left behind; returns why one could not. The journey has just been walked, so
 * whom the service does not let in it does not know.
 */
const sendHome = async (
  ground: CheckGround,
  { service, promise: { journey } }: Promised<'journey'>,
  way: Way,
  signal: AbortSignal,
): Promise<Sentence | undefined> => {
  for (const random of await ground.visits.lost(service.name)) {
    const lost = setOut(ground, service, way, random);
    const isKnown = (await walk(lost, journey.again, signal)) === undefined;
    const left = isKnown ? await tidyUp(lost, journey.cleanup) : undefined;
    if (left !== undefined) return left;
    await ground.visits.end(random);
  }
  return undefined;
};
