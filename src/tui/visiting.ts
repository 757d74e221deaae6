import type { LoadResult } from '../model/load.ts';
import { bad, good, say, type Look } from '../report/line.ts';
import { rateText } from '../report/readings.ts';
import * as text from '../text/tui.ts';
import type { LabRequest } from '../verbs/bench.ts';
import { load } from '../verbs/load.ts';
import type { Occurrence } from './occurrences.ts';
import type { Tasks } from './tasks.ts';

/** How long visitors come who are not sent away, milliseconds. */
const longestMs = 60 * 60 * 1000;

/** Sends visitors at a rate, in the place of those who came before; or none any more. */
export type Visit = (perSecond: number | undefined) => void;

export const createVisit = (
  { run, say: tellLine }: Tasks,
  {
    request,
    look,
    tell,
  }: { readonly request: LabRequest; readonly look: Look; readonly tell: (occurrence: Occurrence) => void },
): Visit => {
  let current: AbortController | undefined;
  const gone = ({ sent, failed }: LoadResult): void =>
    tellLine([failed === 0 ? good('✓') : bad('✗'), ` ${say(text.visitorsGone(sent, failed), look)}`]);
  return (perSecond) => {
    current?.abort();
    current = undefined;
    tell({ type: 'visitors', running: perSecond !== undefined, ...(perSecond !== undefined && { perSecond }) });
    if (perSecond === undefined) return;
    const controller = new AbortController();
    current = controller;
    tellLine([good('✓'), ` ${say(text.visitorsCome(rateText(perSecond)), look)}`]);
    run(async (bench) => {
      try {
        const arrivals = { kind: 'open', perSecond, spacing: 'even' } as const;
        gone(await load({ ...request, arrivals, milliseconds: longestMs }, bench));
      } finally {
        if (current === controller) tell({ type: 'visitors', running: false });
      }
    }, controller);
  };
};
