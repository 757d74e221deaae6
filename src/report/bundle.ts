import * as text from '../text/bundle.ts';
import type { Bundled } from '../verbs/bundle/bundle.ts';
import { dim, good, name, say } from './line.ts';
import type { Line, Look } from './line.ts';

/** Where the bundle lies, and how one looks into it. */
export const bundleLines = ({ files, bytes }: Bundled, file: string, look: Look): readonly Line[] => [
  [good('✓'), ` ${say(text.written(file, files.length, Math.ceil(bytes / 1000)), look)}`],
  ['  ', dim(say(text.lookFirst, look))],
  ['  ', name(`tar tzf ${file}`)],
];
