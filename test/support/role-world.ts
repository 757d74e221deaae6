import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { roles } from '../../ansible-free-provision/index.ts';
import { compile } from '../../src/blueprint/compile.ts';
import type { Facts, Question } from '../../src/kit/question.ts';
import type { Resource } from '../../src/kit/resource.ts';
import type { Machine } from '../../src/model/blueprint.ts';
import { Secret } from '../../src/model/secret.ts';
import { prepareSecrets } from '../../src/pki/prepare-secrets.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { secureRandom } from '../../src/ports/random.ts';
import { servicesOn } from '../../src/provision/context.ts';
import type { RoleAtWork, RoleWorld } from '../../src/provision/context.ts';
import { readRoleTexts } from '../../src/provision/texts.ts';
import { parseTopology } from '../../src/topology/parse.ts';

/** Everything that roles are asked about in a lab of `topology/`, edited first, with real secrets below `folder`. */
export const roleWorld = async (
  name: string,
  folder: string,
  edit: (text: string) => string = (text) => text,
): Promise<RoleWorld> => {
  const file = join('topology', `${name}.yaml`);
  const parsed = parseTopology({ file, text: edit(await readFile(file, 'utf8')) }, roles);
  const compiled = parsed.topology && compile(parsed.topology, roles);
  const blueprint = compiled?.blueprint;
  if (blueprint === undefined) throw new Error(JSON.stringify([parsed.diagnostics, compiled?.diagnostics]));
  const request = { identity: { name, folder }, blueprint, roles, keep: true };
  const secrets = await prepareSecrets(request, { clock: systemClock, random: secureRandom });
  const texts = await readRoleTexts(roles);
  return { lab: { id: 'abcd1234', name }, blueprint, roles, secrets, texts };
};

/** A machine of the world by its name. */
const machineOf = ({ blueprint }: RoleWorld, name: string): Machine => {
  const machine = blueprint.machines.find((each) => each.name === name);
  if (machine === undefined) throw new Error(`no machine ${name}`);
  return machine;
};

/** A service of the world, as its role sees it. */
export const atWork = (world: RoleWorld, id: string): RoleAtWork => {
  const [, machine = ''] = id.split('@');
  const found = servicesOn(world, machineOf(world, machine)).find(({ service }) => service.id === id);
  if (found === undefined) throw new Error(`no service ${id}`);
  return found;
};

/** The files that a service puts on a machine that has nothing yet: content by path, secrets in the open. */
export const filesOf = (world: RoleWorld, id: string): ReadonlyMap<string, string> => {
  const { role, context } = atWork(world, id);
  const operations = (role.resources?.(context) ?? []).flatMap(operationsOnNothing);
  return new Map(
    operations.flatMap((operation): readonly (readonly [string, string])[] =>
      operation.do === 'write' ? [[operation.path, open(operation.content)]] : [],
    ),
  );
};

/** What a resource would do on a machine that has nothing yet. */
export const operationsOnNothing = (resource: Resource) => {
  const difference = resource.compare(nothing);
  return [...(difference?.prepare ?? []), ...(difference?.operations ?? [])];
};

const open = (content: string | Secret): string => (content instanceof Secret ? content.reveal() : content);

/** What a machine answers that has nothing yet. */
export const nothing: Facts = { answer: (question) => emptyAnswers[question.ask] as never };

const emptyAnswers: Readonly<Record<Question['ask'], unknown>> = {
  file: { type: 'absent' },
  tree: {},
  packages: {},
  unit: { load: 'not-found', active: 'inactive', sub: 'dead', enabled: 'not-found', needsDaemonReload: false },
  user: null,
  sysctl: null,
  command: { code: 127, stdout: '', stderr: 'not found' },
  tcp: { open: false, error: 'refused' },
  knock: 'refused',
  http: { status: null, error: 'refused' },
  machine: { cpuSeconds: 0, memoryBytes: 0, disk: { usedBytes: 0, totalBytes: 0 }, devices: {} },
  processes: [],
  requests: { cursor: '0:0', counts: [], milliseconds: [] },
};
