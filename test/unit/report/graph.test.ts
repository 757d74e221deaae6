import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import { plain, type Look } from '../../../src/report/line.ts';
import { renderGraph } from '../../../src/report/graph/render.ts';
import { escapeMermaid } from '../../../src/report/graph/mermaid.ts';
import { sceneOf } from '../../../src/report/graph/scene.ts';
import { layOut, type Point } from '../../../src/report/graph/svg/layout.ts';
import { escapeXml } from '../../../src/report/graph/svg/text.ts';
import { renderShow } from '../../../src/report/show.ts';
import { blueprintOf, group, internet, lan, service, survey, topology, vpn } from '../blueprint/build.ts';

const look: Look = { language: 'en', width: 100, verbose: false };

/** Labs of many forms: lanes, columns, stacks, tunnels, back references. */
const labs: fc.Arbitrary<Blueprint> = fc
  .record({
    apps: fc.integer({ min: 1, max: 6 }),
    stores: fc.integer({ min: 1, max: 5 }),
    deep: fc.boolean(),
    wide: fc.boolean(),
  })
  .map(({ apps, stores, deep, wide }) =>
    blueprintOf(
      topology({
        networks: [lan('front'), lan('back'), internet(), vpn('hub', ['edge'])],
        groups: [
          group('edge', { front: 'auto', internet: 'auto' }, [
            service('edge', 'web', { upstream: 'survey' }, { public: true }),
          ]),
          group(
            'app',
            { front: 'auto' },
            [service('app', 'survey', { database: 'mariadb', ...(wide && { sessions: 'redis' }) })],
            { count: apps },
          ),
          group('hub', { internet: 'auto', back: 'auto' }, [service('hub', 'redis')]),
          group(
            'store',
            { back: 'auto' },
            [service('store', 'mariadb'), ...(deep ? [service('store', 'web', { upstream: 'redis' })] : [])].map((s) =>
              s.role === 'web' ? { ...s, name: 'panel' } : s,
            ),
            { count: stores },
          ),
        ],
        visitors: [{ name: 'class', from: 'internet', to: 'web' }],
      }),
    ),
  );

const unescapeXml = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

describe('text in a picture', () => {
  it('is the same after XML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = escapeXml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(unescapeXml(escaped)).toBe(text);
      }),
    );
  });

  it('loses only what XML cannot hold', () => {
    expect(escapeXml('a\u0000b\u001bc\ud800d')).toBe('a\ufffdb\ufffdc\ufffdd');
  });

  it('is the same after Mermaid, and cannot end its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = escapeMermaid(text);
        expect(escaped).not.toMatch(/["<>`[\](){}|\n]/);
        expect(escaped.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))).toBe(text);
      }),
    );
  });

  it('does not become part of the picture', () => {
    const hostile = { ...survey(), title: `</title><script>alert("x")</script> & 'more'` };
    const svg = renderGraph(blueprintOf(hostile), 'svg', look);
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&lt;script&gt;');
  });
});

const crosses = (from: Point, to: Point, box: { x: number; y: number; width: number; height: number }): boolean =>
  Math.max(from.x, to.x) > box.x + 1 &&
  Math.min(from.x, to.x) < box.x + box.width - 1 &&
  Math.max(from.y, to.y) > box.y + 1 &&
  Math.min(from.y, to.y) < box.y + box.height - 1;

const segments = (line: readonly Point[]): readonly (readonly [Point, Point])[] =>
  line.slice(1).map((to, index) => [line[index]!, to] as const);

describe('the picture for a slide', () => {
  it('has no two cards, and no card and line, on one another', () => {
    fc.assert(
      fc.property(labs, (blueprint) => {
        const { cards, links, lanes, width, height } = layOut(sceneOf(blueprint));
        for (const [index, card] of cards.entries()) {
          const lane = lanes.find(({ network }) => network === card.node.lane)!;
          expect(card.y >= lane.y && card.y + card.height <= lane.y + lane.height).toBe(true);
          expect(card.x + card.width <= width && card.y + card.height <= height).toBe(true);
          expect(
            cards
              .slice(0, index)
              .some((other) => crosses(card, { x: card.x + card.width, y: card.y + card.height }, other)),
          ).toBe(false);
          const through = links
            .flatMap(({ lines }) => lines.flatMap(segments))
            .filter(([from, to]) => crosses(from, to, card));
          expect(through).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('has no line that runs along another', () => {
    fc.assert(
      fc.property(labs, (blueprint) => {
        const { links } = layOut(sceneOf(blueprint));
        const all = links.flatMap(({ link, lines }) =>
          lines.flatMap(segments).map(([from, to]) => ({ link: link.id, from, to })),
        );
        const along = all.filter((one) =>
          all.some(
            (other) =>
              other.link !== one.link &&
              one.from.x === one.to.x &&
              other.from.x === one.from.x &&
              other.to.x === one.from.x &&
              Math.max(Math.min(one.from.y, one.to.y), Math.min(other.from.y, other.to.y)) <
                Math.min(Math.max(one.from.y, one.to.y), Math.max(other.from.y, other.to.y)),
          ),
        );
        expect(along).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('draws the tunnel with what it carries, and users before what they use', () => {
    const scene = sceneOf(blueprintOf(survey()));
    expect(scene.links.find(({ tunnel }) => tunnel)).toMatchObject({
      from: [{ node: 'lb', row: 'vpn' }],
      to: { node: 'db', row: 'vpn' },
      tunnel: { over: 'internet', carries: ['mariadb@db tcp/3306'] },
    });
    const columns = Object.fromEntries(scene.nodes.map(({ id, column }) => [id, column]));
    expect(columns).toEqual({ 'visitors:class': 0, lb: 1, app1: 2, app2: 2, db: 3 });
  });

  it('draws many machines that are alike as one stack', () => {
    const scene = sceneOf(blueprintOf(survey(16)));
    expect(scene.nodes.find(({ count }) => count === 16)).toMatchObject({ names: ['app1', 'app16'], group: 'app' });
  });
});

describe('the picture for a terminal', () => {
  it('has a line for each network and a box for each machine', () => {
    const drawn = renderGraph(blueprintOf(survey(1)), 'ascii', look);
    expect(drawn).toMatchInlineSnapshot(`
      "survey  Market-survey web app

       ┏ lan 192.168.56.0/24  here
       ┃    ┌ internet 203.0.113.0/24
       ┃    ┋    ╔ vpn 10.8.0.0/24  openvpn · db ⇐ lb · udp/1194 · over internet
       ┃    ┋    ║
       ●────┼────╫───── class (visitors) → web@lb http tcp/80
       ┃    ┋    ║
       ┃    ┋    ║    ┌─────────────────────────────────────────────┐
       ●────●────◆────┤ lb  here                                    │
       ┃    ┋    ║    │ lan 192.168.56.10                           │
       ┃    ┋    ║    │ internet 203.0.113.2                        │
       ┃    ┋    ║    │ vpn 10.8.0.2 client                         │
       ┃    ┋    ║    │ web http tcp/80 → survey@app1               │
       ┃    ┋    ║    │ redis redis tcp/6379                        │
       ┃    ┋    ║    └─────────────────────────────────────────────┘
       ┃    ┋    ║
       ┃    ┋    ║    ┌─────────────────────────────────────────────┐
       ●────┼────╫────┤ app1  here                                  │
       ┃    ┋    ║    │ lan 192.168.56.11                           │
       ┃    ┋    ║    │ survey http tcp/8000 → redis@lb, mariadb@db │
       ┃    ┋    ║    └─────────────────────────────────────────────┘
       ┃    ┋    ║
       ┃    ┋    ║    ┌─────────────────────────────────────────────┐
       ┃    ●────◆────┤ db  cloud                                   │
       ┃    ┋    ║    │ internet 203.0.113.3                        │
       ┃    ┋    ║    │ vpn 10.8.0.1 server                         │
       ┃    ┋    ║    │ mariadb mysql tcp/3306                      │
       ┃    ┋    ║    └─────────────────────────────────────────────┘
      "
    `);
  });
});

describe('the picture in Mermaid', () => {
  it('has lanes, arrows and the tunnel', () => {
    expect(renderGraph(blueprintOf(survey(1)), 'mermaid', look)).toMatchInlineSnapshot(`
      "---
      title: "Market-survey web app"
      ---
      flowchart LR
        subgraph lane0["internet 203.0.113.0/24"]
          n3["db<br/>internet 203.0.113.3<br/>vpn 10.8.0.1<br/>mariadb mysql tcp/3306"]
        end
        subgraph lane1["lan 192.168.56.0/24"]
          n0(["class #40;visitors#41;"])
          n1["lb<br/>lan 192.168.56.10<br/>internet 203.0.113.2<br/>vpn 10.8.0.2<br/>web http tcp/80<br/>redis redis tcp/6379"]
          n2["app1<br/>lan 192.168.56.11<br/>survey http tcp/8000"]
        end
        n1 -->|"http tcp/8000"| n2
        n2 -->|"redis tcp/6379"| n1
        n2 -->|"mysql tcp/3306 → db"| n1
        n0 -->|"http tcp/80"| n1
        n1 <==>|"vpn udp/1194<br/>over internet<br/>mariadb@db tcp/3306"| n3
        linkStyle 4 stroke:#b45309,stroke-width:4px
      "
    `);
  });
});

describe('the tables', () => {
  it('tell in the reader’s language what was worked out', () => {
    const lines = (language: 'en' | 'pt') =>
      renderShow(blueprintOf(survey()), { ...look, language }).map((line) =>
        plain(line).replace(/ {2,}/g, ' | ').trim(),
      );
    expect(lines('en')).toContain('survey@app1 | mariadb@db | mysql tcp/3306 | 10.8.0.1 | lan → lb → vpn');
    expect(lines('en')).toContain('db | 192.168.56.0/24 | vpn | the tunnel');
    expect(lines('pt')).toContain('db | 192.168.56.0/24 | vpn | o túnel');
    expect(lines('pt')).toContain('lb | passar | lan → vpn | 192.168.56.11/32 | 10.8.0.1 | tcp/3306');
  });
});
