import * as z from 'zod';
import type { SketchSpec } from '../model/topology.ts';
import { reference } from './reference.ts';
import type { Reference, Role } from './role.ts';

/**
 * A role made of what a topology file says about it. It has ports and uses, so that it takes part in flows, firewalls
 * and pictures, and no resources, so that it cannot be provisioned.
 */
export function roleFromSketch(spec: SketchSpec): Role {
  const references = Object.fromEntries(spec.uses.map((name) => [name, reference()]));
  const notes = Object.fromEntries(spec.params.map((name) => [name, z.unknown().optional()]));
  const summary = spec.summary ?? spec.name;
  return {
    name: spec.name,
    summary: { en: summary, pt: summary },
    params: z.strictObject({ ...notes, ...references }),
    offers: () => spec.offers,
    needs: (params) => spec.uses.map((name) => ({ name, of: (params as Readonly<Record<string, Reference>>)[name]! })),
  };
}
