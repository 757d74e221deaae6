import type { Language, Sentence } from '../../model/sentence.ts';
import { anyone, managedWord, over, range, visitorsWord } from '../../text/graph.ts';
import type { Link, Scene, SceneNode } from './scene.ts';

/** A flowchart in Mermaid's language, which code hosts and wikis draw. */
export function drawMermaid(scene: Scene, language: Language): string {
  const say = (sentence: Sentence): string => sentence[language];
  const ids = new Map(scene.nodes.map(({ id }, index) => [id, `n${index}`] as const));
  const links = scene.links.filter(({ from, to }) => from.some(({ node }) => node !== to.node));
  const tunnels = tunnelNumbers(links);
  return [
    '---',
    `title: "${escapeTitle(scene.title)}"`,
    '---',
    'flowchart LR',
    ...scene.lanes.flatMap(({ network, subnet }, index) => [
      `  subgraph lane${index}["${escapeMermaid(network)} ${subnet}"]`,
      ...scene.nodes.filter(({ lane }) => lane === network).map((node) => `    ${ids.get(node.id)}${shape(node, say)}`),
      '  end',
    ]),
    ...numbered(links, ids, say),
    ...(tunnels.length > 0 ? [`  linkStyle ${tunnels.join(',')} stroke:#b45309,stroke-width:4px`] : []),
    '',
  ].join('\n');
}

/** Text between quotes in Mermaid: everything that could mean something becomes a character code. */
export const escapeMermaid = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[^\p{L}\p{N} .,:/@×–→_-]/gu, (character) => `#${character.codePointAt(0)};`);

/** The title is YAML, in double quotes. */
const escapeTitle = (text: string): string => text.replace(/["\\\p{C}]/gu, ' ');

const lineBreak = '<br/>';

function shape(node: SceneNode, say: (sentence: Sentence) => string): string {
  const [first = say(anyone), last] = node.names;
  const title = last === undefined ? first : `${say(range(first, last))} ×${node.count}`;
  if (node.kind === 'visitors') return `(["${escapeMermaid(`${title} (${say(visitorsWord)})`)}"])`;
  if (node.kind === 'world') return `(["${escapeMermaid(title)}"])`;
  const addresses = node.addresses.map(
    (address) => `${address.network} ${address.first}${address.last === address.first ? '' : ` – ${address.last}`}`,
  );
  const rows = node.rows
    .filter(({ tunnel }) => !tunnel)
    .map(({ service, port }) => (port ? `${service} ${port.name} ${port.protocol}/${port.port}` : service));
  const lines = [title, ...(node.kind === 'managed' ? [say(managedWord)] : []), ...addresses, ...rows];
  const label = lines.map(escapeMermaid).join(lineBreak);
  return node.kind === 'managed' ? `[["${label}"]]` : `["${label}"]`;
}

const sourcesOf = ({ from, to }: Link): readonly string[] =>
  [...new Set(from.map(({ node }) => node))].filter((node) => node !== to.node);

const numbered = (
  links: readonly Link[],
  ids: ReadonlyMap<string, string>,
  say: (sentence: Sentence) => string,
): readonly string[] =>
  links.flatMap((link) => {
    const lines = link.tunnel ? [link.label, say(over(link.tunnel.over)), ...link.tunnel.carries] : [link.label];
    const label = lines.map(escapeMermaid).join(lineBreak);
    return sourcesOf(link).map(
      (node) => `  ${ids.get(node)} ${link.tunnel ? '<==>' : '-->'}|"${label}"| ${ids.get(link.to.node)}`,
    );
  });

/** Mermaid counts its arrows from 0, in the order in which they are written. */
function tunnelNumbers(links: readonly Link[]): readonly number[] {
  const arrows = links.flatMap((link) => sourcesOf(link).map(() => link.tunnel !== undefined));
  return arrows.flatMap((isTunnel, index) => (isTunnel ? [index] : []));
}
