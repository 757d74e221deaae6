import { widthOf } from '../report/cells.ts';
import { dim, name, say, type Line, type Look } from '../report/line.ts';
import * as text from '../text/tui.ts';
import { keyTable } from './keys.ts';
import type { UiState } from './state.ts';

/** The last line: what the keys do here. Of the table, as many as fit; how to get help and how to leave always. */
export const helpBar = (state: UiState, columns: number, look: Look): Line => {
  if (state.filtering)
    return [' ', name(say(text.filterPrompt(`${state.filter}_`), look)), dim(`   ${say(text.filterKeys, look)}`)];
  if (state.overlay !== undefined) return [' ', dim(say(text.overlayKeys[state.overlay.kind], look))];
  const shown = keyTable.filter(({ inBar }) => inBar);
  const always = shown.filter(({ what }) => what === 'help' || what === 'quit');
  const others = shown.filter((key) => !always.includes(key));
  const cell = ({ shown: key, what }: (typeof keyTable)[number]): Line => [
    ' ',
    name(key),
    ` ${say(text.words[what], look)} `,
  ];
  const end = always.flatMap(cell);
  let room = columns - widthOf(end);
  const start = others.map(cell).filter((each) => {
    room -= widthOf(each);
    return room >= 0;
  });
  return [...start.flat(), ...end];
};
