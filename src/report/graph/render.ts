import type { Blueprint } from '../../model/blueprint.ts';
import { painter, type Look } from '../line.ts';
import { drawAscii } from './ascii.ts';
import { drawMermaid } from './mermaid.ts';
import { sceneOf } from './scene.ts';
import { drawSvg } from './svg/draw.ts';

/** The forms in which a lab can be drawn. */
export const graphFormats = ['ascii', 'mermaid', 'svg'] as const;
/** One of them. */
export type GraphFormat = (typeof graphFormats)[number];

/** A picture of a lab as text. Colour is for `ascii` only. */
export function renderGraph(blueprint: Blueprint, format: GraphFormat, look: Look, colour = false): string {
  switch (format) {
    case 'ascii':
      return `${drawAscii(blueprint, look)
        .map((line) => painter(colour)(line).trimEnd())
        .join('\n')}\n`;
    case 'mermaid':
      return drawMermaid(sceneOf(blueprint), look.language);
    case 'svg':
      return drawSvg(sceneOf(blueprint), look.language);
  }
}
