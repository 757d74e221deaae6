import { readFileSync } from 'node:fs';
import { roles } from '../../ansible-free-provision/index.ts';
import { compile } from '../../src/blueprint/compile.ts';
import type { LabSetup } from '../../src/sim/lab/lab-model.ts';
import { parseTopology } from '../../src/topology/parse.ts';
import { serviceModels } from '../../src/verbs/sim/service-models.ts';

/** A shipped lab as the simulator gets it; `edit` changes its text before that. */
export const simSetup = (lab: string, rate: number, edit: (text: string) => string = (text) => text): LabSetup => {
  const text = edit(readFileSync(`topology/${lab}.yaml`, 'utf8'));
  const { topology } = parseTopology({ text, file: `${lab}.yaml` }, roles);
  const { blueprint } = topology ? compile(topology, roles) : {};
  if (blueprint === undefined) throw new Error(`${lab} does not compile`);
  const coming = Object.fromEntries(blueprint.visitors.map(({ name }) => [name, { arrivals: { rate } }]));
  return { blueprint, services: serviceModels({ blueprint, roles }), coming, clients: 30, faults: [] };
};
