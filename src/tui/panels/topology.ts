import { bad, dim, name, strong, type Line, type Look } from '../../report/line.ts';
import { bytesText, rateText } from '../../report/readings.ts';
import type { Link, Spot } from '../../report/graph/scene.ts';
import type { Size } from '../areas.ts';
import { liveOf, type Live } from '../picture/live.ts';
import { drawPicture } from '../picture/picture.ts';
import type { UiState } from '../state.ts';

/** The lab as a picture, or, where that has no room, its links one below the other. */
export const topologyRows = (state: UiState, size: Size, look: Look): readonly Line[] => {
  const { scene, blueprint, status } = state;
  const live = liveOf(scene, blueprint, status);
  return (
    drawPicture(scene, live, size, look) ??
    scene.links.flatMap((link) => link.from.map((from) => linkLine(link, from, live)))
  );
};

const linkLine = (link: Link, from: Spot, live: Live): Line => {
  const flowing = live.along(link, from);
  const rate =
    flowing === undefined
      ? dim(link.label)
      : strong(flowing.unit === 'bytes' ? `${bytesText(flowing.perSecond)}/s` : rateText(flowing.perSecond));
  const failed =
    flowing !== undefined && flowing.failedPerSecond > 0 ? [bad(`  ✗${rateText(flowing.failedPerSecond)}`)] : [];
  const arrow = link.tunnel === undefined ? ' → ' : ' ═ ';
  return [name(placeOf(from)), dim(arrow), name(placeOf(link.to)), '  ', rate, ...failed];
};

/** `web@lb`, as everywhere else; `class` for visitors. */
const placeOf = ({ node, row }: Spot): string => {
  const service = row.split(':')[0] ?? '';
  const place = node.replace(/^(visitors|world):/, '');
  return service === '' ? place : `${service}@${place}`;
};
