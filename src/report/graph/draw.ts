import type { Blueprint } from '../../model/blueprint.ts';
import { plain, type Look } from '../line.ts';
import { drawAscii } from './ascii.ts';
import { drawMermaid } from './mermaid.ts';
import { sceneOf } from './scene.ts';
import { drawSvg } from './svg/draw.ts';

export const formats = ['ascii', 'mermaid', 'svg'] as const;
export type Format = (typeof formats)[number];

/** A picture of a lab: plain text for a terminal, Mermaid's language, or an SVG document. */
export function draw(blueprint: Blueprint, format: Format, look: Look): string {
  switch (format) {
    case 'ascii':
      return `${drawAscii(blueprint, look)
        .map((line) => plain(line).trimEnd())
        .join('\n')}\n`;
    case 'mermaid':
      return drawMermaid(sceneOf(blueprint), look.language);
    case 'svg':
      return drawSvg(sceneOf(blueprint), look.language);
  }
}
