/**
 * The only file that knows blessed. Its main module loads widgets by names that it puts together, which no bundler can
 * follow: the two that are used are taken by theirs.
 */
import type { Widgets } from 'blessed';
import boxWidget from 'blessed/lib/widgets/box.js';
import screenWidget from 'blessed/lib/widgets/screen.js';

/** With what its types leave out. */
export type Screen = Widgets.Screen & {
  enter(): void;
  leave(): void;
  readonly tput: { readonly colors: number; brokenACS: boolean };
};
export type Box = Widgets.BoxElement;

/** Makes the screen: there is one a program, from its start to its end. */
export const createScreen = screenWidget as (options: Widgets.IScreenOptions) => Screen;

/** Makes a box; boxes are made once and updated, for making and taking away leaks listeners. */
export const createBox = boxWidget as (options: Widgets.BoxOptions) => Box;
