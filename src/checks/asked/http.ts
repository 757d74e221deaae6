import { isIP } from 'node:net';
import type { Blueprint } from '../../model/blueprint.ts';
import { expectStatus, lacks, sawStatus } from '../../text/checks.ts';
import type { Check, CheckGround } from '../check.ts';
import type { Way } from '../front.ts';
import { ask } from '../front.ts';
import { flowsFrom } from '../matrix.ts';
import type { Place } from '../place.ts';
import { placeNamed } from '../place.ts';
import type { SpecOf } from './spec.ts';
import { addressFrom, askedCheck, noHost } from './spec.ts';

/** A page has a status, and perhaps a text. */
export const askedHttp = (ground: CheckGround, spec: SpecOf<'http'>): Check =>
  askedCheck(spec, {
    from: spec.from,
    ask: async (signal) => {
      const { way, path, host } = resolve(ground.world.blueprint, spec);
      const { status, body } = await ask(ground, way, { path, host, signal });
      const expected = expectStatus(spec.status, spec.contains);
      if (status !== spec.status) return { verdict: 'fail', expected, seen: sawStatus(status) };
      const missing = spec.contains !== undefined && !body.includes(spec.contains);
      return missing
        ? { verdict: 'fail', expected, seen: lacks(spec.contains) }
        : { verdict: 'pass', expected, seen: sawStatus(status) };
    },
  });

const resolve = (blueprint: Blueprint, { from, url }: SpecOf<'http'>) => {
  const { hostname, host, port, pathname, search } = new URL(url);
  const place = placeNamed(blueprint, from);
  const way: Way = { place, ...endOf(blueprint, place, hostname, port === '' ? undefined : Number(port)) };
  return { way, path: pathname + search, host };
};

/** An address stands for itself, a service for where this place meets it, a machine for its address. */
const endOf = (blueprint: Blueprint, place: Place, name: string, port: number | undefined) => {
  if (isIP(name) !== 0) return { address: name, port: port ?? 80 };
  const flow = flowsFrom(blueprint, place).find(({ to }) => to.service.split('@')[0] === name);
  if (flow !== undefined) return { address: flow.to.address, port: port ?? flow.to.port };
  const service = blueprint.services.find((each) => each.name === name);
  const address = addressFrom(blueprint, place, service?.machine ?? name);
  if (address === undefined) throw noHost(name, place.name);
  return { address, port: port ?? service?.offers[0]?.port ?? 80 };
};
