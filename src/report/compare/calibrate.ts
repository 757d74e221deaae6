import * as text from '../../text/compare.ts';
import type { CalibrateResult } from '../../verbs/compare/results.ts';
import { dim, doubt, good, name, say, strong, type Line, type Look } from '../line.ts';
import { percent, time } from '../sim/figures.ts';
import { table } from '../table.ts';

/** What a lab's requests cost on this computer. */
export const calibrateLines = (result: CalibrateResult, look: Look): readonly Line[] => {
  const { kind, path, answers, mean, rest, processor } = text.columns;
  const rows = result.kinds.map((each): readonly Line[] => [
    [name(each.kind)],
    [each.path],
    [String(each.count)],
    [time(each.mean)],
    [time(each.p95)],
    [time(each.rest)],
    [
      Object.entries(each.processor)
        .filter(([, milliseconds]) => milliseconds > 0)
        .map(([service, milliseconds]) => `${service} ${time(milliseconds)}`)
        .join(', '),
    ],
  ]);
  const headings = [kind, path, answers, mean].map((heading) => say(heading, look));
  const idle = Object.entries(result.background).map(([machine, share]) => `${machine} ${percent(share)}`);
  return [
    [strong(result.lab)],
    ...table([...headings, 'P95', say(rest, look), say(processor, look)], rows),
    [],
    [dim(say(text.idle(idle.join(', ')), look))],
    ...(result.undelayed.length > 0 ? [[doubt(say(text.undelayed(result.undelayed.join(', ')), look))] as Line] : []),
    ...(result.doubts.length > 0 ? [[doubt(say(text.doubtful, look))] as Line] : []),
    ...result.doubts.map((each): Line => ['  ', doubt(say(each, look))]),
    result.interrupted ? [doubt(say(text.interrupted, look))] : [good('✓'), ` ${say(text.kept(result.lab), look)}`],
  ];
};
