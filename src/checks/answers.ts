import type { Flow } from '../model/blueprint.ts';
import { DialError } from '../ports/vantage.ts';
import {
  answered,
  answersTitle,
  connected,
  expectGreeting,
  lookAt,
  noConnection,
  wrongGreeting,
} from '../text/checks.ts';
import type { Check, CheckGround, CheckKind, Outcome } from './check.ts';
import { greet } from './hello.ts';
import type { Place } from './place.ts';
import { placeOfSource, vantageAt } from './place.ts';

const timeoutMs = 3000;

/** Each TCP flow: the service answers, in its own protocol where that is known, there where it is used. */
export const answers: CheckKind = {
  name: 'flow',
  derive: (ground) =>
    ground.world.blueprint.flows.flatMap((flow) => {
      const place = placeOfSource(ground.world.blueprint, flow.from);
      return flow.protocol === 'tcp' && place !== undefined && flow.to.machine !== undefined
        ? [answersOver(ground, flow, place)]
        : [];
    }),
};

const answersOver = (ground: CheckGround, flow: Flow, place: Place): Check => ({
  id: `flow:${flow.id}`,
  title: answersTitle(flow.to.service, flow.to.portName, place.name),
  from: place.name,
  manner: 'talks',
  patient: true,
  ask: async (signal) => {
    const vantage = await vantageAt(ground, place);
    return hear(flow, () => greet(vantage, { ...flow.to, timeoutMs, signal }));
  },
});

const hear = async ({ to }: Flow, ask: () => ReturnType<typeof greet>): Promise<Outcome> => {
  const { service, portName, address, port } = to;
  const expected = expectGreeting(portName, address, port);
  try {
    const { polite, said } = await ask();
    const seen = said === '' ? connected : answered(said);
    return polite ? { verdict: 'pass', expected, seen } : { verdict: 'fail', expected, seen, hint: wrongGreeting };
  } catch (error) {
    if (!(error instanceof DialError)) throw error;
    const seen = noConnection(address, port, error.failure);
    return { verdict: 'fail', expected, seen, hint: lookAt(error.failure, service) };
  }
};
