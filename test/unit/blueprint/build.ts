import * as z from 'zod';
import { defineRole, type Role } from '../../../src/kit/role.ts';
import { reference } from '../../../src/kit/reference.ts';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import type {
  GroupSpec,
  NetworkSpec,
  OpenVpnSpec,
  ServiceSpec,
  SourcePath,
  Topology,
} from '../../../src/model/topology.ts';
import { compile } from '../../../src/blueprint/compile.ts';

const size = { name: 'small', cpus: 1, memoryMiB: 512, diskGiB: 4 };

/** Places are told by path: the whole path is the file's name. */
const locate = (path: SourcePath) => ({
  file: path.join('.'),
  start: { line: 1, column: 1 },
  end: { line: 1, column: 2 },
});

export const topology = (parts: Partial<Topology>): Topology => ({
  file: 'lab.yaml',
  name: 'lab',
  title: 'A lab',
  networks: [],
  groups: [],
  managed: [],
  sketches: [],
  visitors: [],
  checks: [],
  targets: {},
  origins: [],
  locate,
  ...parts,
});

export const lan = (name: string, subnet?: string): NetworkSpec => ({
  kind: 'lan',
  name,
  link: {},
  ...(subnet !== undefined && { subnet }),
});
export const internet = (name = 'internet', subnet?: string): NetworkSpec => ({
  kind: 'internet',
  name,
  link: {},
  ...(subnet !== undefined && { subnet }),
});
export const vpn = (server: string, clients: readonly string[], rest: Partial<OpenVpnSpec> = {}): OpenVpnSpec => ({
  kind: 'openvpn',
  name: 'vpn',
  link: {},
  over: 'internet',
  server,
  clients,
  port: 1194,
  ...rest,
});

export const service = (
  machine: string,
  name: string,
  params: Record<string, unknown> = {},
  rest: Partial<ServiceSpec> = {},
): ServiceSpec => ({ name, role: name, params, public: false, path: ['machines', machine, 'services', name], ...rest });

export const group = (
  name: string,
  networks: Readonly<Record<string, string>>,
  services: readonly ServiceSpec[] = [],
  rest: Partial<GroupSpec> = {},
): GroupSpec => ({
  name,
  site: 'here',
  size,
  networks: Object.entries(networks).map(([network, address]) => ({ network, address, link: {} })),
  services,
  members: [],
  ...rest,
});

/** Roles with ports and uses, and nothing to provision. */
const role = (
  name: string,
  ports: Readonly<Record<string, number>>,
  uses: readonly string[],
  rest: Partial<Role> = {},
): Role =>
  defineRole({
    name,
    summary: { en: name, pt: name },
    params: z.looseObject(Object.fromEntries(uses.map((use) => [use, reference().optional()]))),
    offers: () => Object.entries(ports).map(([port, number]) => ({ name: port, port: number })),
    needs: (params) =>
      uses.flatMap((use) => {
        const of = (params as Record<string, ReturnType<typeof reference>['_output'] | undefined>)[use];
        return of ? [{ name: use, of }] : [];
      }),
    ...rest,
  });

export const roles: readonly Role[] = [
  role('web', { http: 80 }, ['upstream'], { packages: () => ['nginx'] }),
  role('survey', { http: 8000 }, ['sessions', 'database'], { order: 60, packages: () => ['python3', 'gunicorn'] }),
  role('redis', { redis: 6379 }, []),
  role('mariadb', { mysql: 3306 }, []),
  role('silent', {}, []),
  role('guard', {}, [], { implied: 'everywhere', order: 10 }),
  role('tunnel', {}, [], { implied: { tunnel: 'openvpn' }, order: 20 }),
];

/** The reference system: two app machines behind a balancer, their database in another site through a tunnel. */
export const survey = (appCount = 2): Topology =>
  topology({
    name: 'survey',
    title: 'Market-survey web app',
    networks: [lan('lan', '192.168.56.0/24'), internet(), vpn('db', ['lb'], { subnet: '10.8.0.0/24' })],
    groups: [
      group('lb', { lan: '192.168.56.10', internet: 'auto' }, [
        service('lb', 'web', { upstream: 'survey' }),
        service('lb', 'redis'),
      ]),
      group(
        'app',
        { lan: '192.168.56.11' },
        [service('app', 'survey', { sessions: 'redis', database: { of: 'mariadb', over: 'vpn' } })],
        {
          count: appCount,
        },
      ),
      group('db', { internet: 'auto' }, [service('db', 'mariadb')], { site: 'cloud' }),
    ],
    visitors: [{ name: 'class', from: 'lan', to: 'web' }],
  });

/** Compiles what must be right. */
export function blueprintOf(parts: Topology): Blueprint {
  const { blueprint, diagnostics } = compile(parts, roles);
  if (!blueprint) throw new Error(JSON.stringify(diagnostics, undefined, 1));
  return blueprint;
}

/** What is wrong, each as `code at path`. */
export const problemsOf = (parts: Topology): readonly string[] =>
  compile(parts, roles).diagnostics.map(({ code, range }) => `${code} at ${range?.file}`);
