import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import { compile } from '../../../src/blueprint/compile.ts';
import type { Topology } from '../../../src/model/topology.ts';
import { graphFormats, renderGraph } from '../../../src/report/graph/render.ts';
import { plain } from '../../../src/report/line.ts';
import { renderShow } from '../../../src/report/show.ts';
import { editorSchema } from '../../../src/topology/editor-schema.ts';
import { parseTopology } from '../../../src/topology/parse.ts';

const folder = new URL('../../../topology/', import.meta.url);

function read(text: string, file = 'lab.yaml'): Topology {
  const { topology, diagnostics } = parseTopology({ file, text }, roles);
  expect(diagnostics).toEqual([]);
  return topology!;
}

it('a message may name a service of which visitors are led to one machine', () => {
  const visited = (to: string): string =>
    `bancada: 1\nname: v\nmessage: See {cache}\nnetworks: { lan: {} }\nmachines: { m: { networks: { lan: auto }, services: { cache: { role: memcached } } } }\nvisitors: { class: { from: lan, to: ${to} } }\n`;
  expect(read(visited('cache@m')).visitors[0]?.to).toBe('cache@m');
});

describe('the topologies that come along', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const shipped = (file: string): Topology => read(readFileSync(new URL(file, folder), 'utf8'), file);

  it.each(files)('%s has no mistake', (file) => expect(shipped(file).name).toBe(file.replace('.yaml', '')));

  it.each(files.flatMap((file) => [[file, 'en'] as const, [file, 'pt'] as const]))(
    '%s can be shown and drawn in %s',
    (file, language) => {
      const { blueprint, diagnostics } = compile(shipped(file), roles);
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const look = { language, width: 100, verbose: false };
      const texts = [
        renderShow(blueprint!, look).map(plain).join('\n'),
        ...graphFormats.map((format) => renderGraph(blueprint!, format, look)),
      ];
      const firsts = blueprint!.machines.filter(({ index }) => index === 0); // drawings show a group as one thing
      for (const { name } of firsts) for (const text of texts) expect(text).toContain(name);
    },
  );

  it('are explained by examples that make one good lab', () => {
    const guide = readFileSync(new URL('README.md', folder), 'utf8');
    const examples = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map(([, example]) => example);
    expect(examples.length).toBeGreaterThan(4);
    expect(compile(read(examples.join('')), roles).diagnostics).toEqual([]);
  });

  it('show the link of each interface, as a member of a group may have its own', () => {
    const text = [
      'bancada: 1',
      'name: links',
      'networks: { lan: { link: { delay: 2ms } } }',
      'machines:',
      '  app: { count: 2, networks: { lan: auto }, members: { app2: { networks: { lan: { link: { loss: 5% } } } } } }',
    ].join('\n');
    const { blueprint } = compile(read(text), roles);
    const lines = renderShow(blueprint!, { language: 'en', width: 120, verbose: false }).map(plain);
    expect(lines.filter((line) => line.startsWith('app')).map((line) => line.split(/ {3,}/).at(-1))).toEqual([
      '2 ms delay',
      '2 ms delay, 5% lost',
    ]);
  });

  it('have a schema for editors that fits the language and the roles; else run npm run schema', () => {
    expect(JSON.parse(readFileSync(new URL('schema.json', folder), 'utf8'))).toEqual(editorSchema(roles));
  });
});

describe('a topology', () => {
  const inherited = read(`
bancada: 1
defaults:
  site: cloud
  size: { name: medium, cpus: 2 }
  networks: { lan: { link: { delay: 5ms } } }
  services: { survey: { workers: 3, threads: 2 } }
networks: { lan: {}, other: {} }
machines:
  lb: { networks: { lan: false, other: auto }, size: large, services: { redis: , mariadb: { database: survey } } }
  app:
    count: 3
    site: here
    networks: { lan: 10.0.0.254 }
    services:
      survey: { role: survey-app, sessions: redis, database: mariadb, workers: 4 }
    members:
      app3:
        size: { memory: 3GiB }
        networks: { lan: { link: { loss: 1% } } }
        services: { survey: { workers: 5 } }
`);
  const [lb, app] = inherited.groups;

  it('is named after its file if it does not say', () => expect(inherited.name).toBe('lab'));

  it('lays defaults, group and member over one another, key by key', () => {
    expect(app).toMatchObject({ site: 'here', size: { name: 'medium', cpus: 2, memoryMiB: 1024 } });
    expect(app!.networks).toEqual([{ network: 'lan', address: '10.0.0.254', link: { delayMs: 5 } }]);
    expect(app!.services[0]!.params).toMatchObject({ workers: 4, threads: 2, sessions: 'redis' });
    expect(app!.members[0]).toMatchObject({
      name: 'app3',
      size: { name: 'medium', cpus: 2, memoryMiB: 3072 },
      services: { survey: { workers: 5, threads: 2, sessions: 'redis' } },
    });
  });

  it('replaces a link as a whole, and keeps the address that the member has in its group', () => {
    expect(app!.members[0]!.networks).toEqual([{ network: 'lan', address: '10.0.1.0', link: { loss: 0.01 } }]);
  });

  it('lets a named size say all of it, and a machine leave a network that is the default', () => {
    expect(lb).toMatchObject({ site: 'cloud', size: { name: 'large', cpus: 2, memoryMiB: 2048 } });
    expect(lb!.networks.map(({ network }) => network)).toEqual(['other']);
  });

  it('gives parameters of the defaults only to services that a machine has', () => {
    expect(lb!.services.map(({ name }) => name)).toEqual(['redis', 'mariadb']);
  });

  it.each([
    ['app', ['site'], 'here', 'group', 13],
    ['app', ['size', 'cpus'], 2, 'defaults', 5],
    ['app', ['networks', 'lan', 'link'], { delay: 5 }, 'defaults', 6],
    ['app', ['services', 'survey', 'threads'], 2, 'defaults', 7],
    ['app3', ['services', 'survey', 'workers'], 5, 'member', 21],
    ['app3', ['services', 'survey', 'sessions'], 'redis', 'group', 16],
    ['lb', ['site'], 'cloud', 'defaults', 4],
  ])('knows where the value of %s %j came from', (machine, path, value, layer, line) => {
    const origin = inherited.origins.find((one) => one.path.join() === ['machines', machine, ...path].join());
    expect(origin).toMatchObject({ value, layer, range: { start: { line } } });
  });

  it('finds a value in the file, an inherited one where it was written, an absent one at what it belongs to', () => {
    const lineOf = (...path: string[]): number => inherited.locate(path).start.line;
    expect(lineOf('machines', 'app', 'services', 'survey', 'threads')).toBe(7);
    expect(lineOf('machines', 'app', 'services', 'survey', 'nothing')).toBe(16);
    expect(lineOf('machines', 'nobody')).toBe(9);
  });
});

describe('a role sketched in the file', () => {
  const text = (service: string): string => `
bancada: 1
networks: { lan: {} }
machines:
  one: { networks: { lan: auto }, services: { api: ${service}, postgresql: {} } }
roles:
  api: { offers: { http: 8000, dns: 53/udp }, uses: [database], params: [schedule] }
  postgresql: { offers: { postgresql: 5432 } }
`;
  const codes = (service: string): readonly string[] =>
    parseTopology({ file: 'lab.yaml', text: text(service) }, roles).diagnostics.map(({ code }) => code);

  it('is a role like others, with ports, references and notes', () => {
    const { sketches, groups } = read(text('{ database: postgresql, schedule: daily, runtime: docker }'));
    expect(sketches[0]!.offers).toEqual([
      { name: 'http', port: 8000, protocol: 'tcp' },
      { name: 'dns', port: 53, protocol: 'udp' },
    ]);
    expect(groups[0]!.services[0]).toMatchObject({ role: 'api', runtime: 'docker', params: { schedule: 'daily' } });
  });

  it('has its parameters checked', () => {
    expect(codes('{ database: mysql }')).toEqual(['unknown-service']);
    expect(codes('{ database: postgresql, sheduled: daily }')).toEqual(['unknown-key']);
    expect(codes('{}')).toEqual(['missing-key']);
  });
});
