import { DialError } from '../../ports/vantage.ts';
import { connected, expectConnection, lookAt, noConnection } from '../../text/checks.ts';
import type { Check, CheckGround, Outcome } from '../check.ts';
import { knockAtCell } from '../closed.ts';
import { placeNamed, vantageAt } from '../place.ts';
import type { SpecOf } from './spec.ts';
import { addressFrom, askedCheck, noHost } from './spec.ts';

const timeoutMs = 3000;

/** A port of a machine is open, or closed, to a place. */
export const askedTcp = (ground: CheckGround, spec: SpecOf<'tcp' | 'closed'>): Check =>
  askedCheck(spec, {
    from: spec.from,
    patient: spec.kind === 'tcp',
    manner: 'knocks',
    ask: (signal) => (spec.kind === 'tcp' ? isOpen(ground, spec, signal) : isShut(ground, spec, signal)),
  });

const targetOf = ({ world: { blueprint } }: CheckGround, { from, to, port }: SpecOf<'tcp' | 'closed'>) => {
  const place = placeNamed(blueprint, from);
  const address = addressFrom(blueprint, place, to);
  if (address === undefined) throw noHost(to, place.name);
  return { place, address, port };
};

const isOpen = async (ground: CheckGround, spec: SpecOf<'tcp' | 'closed'>, signal: AbortSignal): Promise<Outcome> => {
  const { place, address, port } = targetOf(ground, spec);
  const expected = expectConnection(address, port);
  const vantage = await vantageAt(ground, place);
  try {
    (await vantage.dial(address, port, { timeoutMs, signal })).destroy();
    return { verdict: 'pass', expected, seen: connected };
  } catch (error) {
    if (!(error instanceof DialError)) throw error;
    const seen = noConnection(address, port, error.failure);
    return { verdict: 'fail', expected, seen, hint: lookAt(error.failure, spec.to) };
  }
};

/** At every address of the machine. */
const isShut = async (ground: CheckGround, spec: SpecOf<'tcp' | 'closed'>, signal: AbortSignal): Promise<Outcome> => {
  const { place, address, port } = targetOf(ground, spec);
  const machine = ground.world.blueprint.machines.find(({ name }) => name === spec.to);
  const addresses = [...new Set([address, ...(machine?.interfaces ?? []).map((each) => each.address)])];
  return knockAtCell(ground, { from: place, port, protocol: 'tcp', addresses }, signal);
};
