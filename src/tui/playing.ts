import { dim, say } from '../report/line.ts';
import { scenarioLines } from '../report/scenario/lines.ts';
import * as words from '../text/scenarios.ts';
import { createHandPilot, type HandPilot } from '../verbs/scenario/hand-pilot.ts';
import { scenarioNames } from '../verbs/scenario/read.ts';
import { scenario } from '../verbs/scenario/scenario.ts';
import type { House } from './deeds.ts';
import type { Order } from './orders.ts';
import { letSudoAsk } from './root.ts';
import type { Tasks } from './tasks.ts';

/** Which scenarios there are, and the one that plays. */
export interface Playing {
  offer(): void;
  play(name: string): void;
  steer(how: Extract<Order, { readonly do: 'steer' }>['how']): void;
}

export const createPlaying = ({ run, say: tellLine }: Tasks, { request, look, state, tell, lend }: House): Playing => {
  let current: { readonly pilot: HandPilot; readonly end: AbortController } | undefined;
  return {
    offer: () => run(async (bench) => tell({ type: 'scenarios', names: await scenarioNames(bench) })),
    play: (name) => {
      if (current !== undefined) return;
      const playing = { pilot: createHandPilot(), end: new AbortController() };
      current = playing;
      tell({ type: 'playing', name });
      run(async (bench) => {
        try {
          if (state().target === 'local') await letSudoAsk(lend);
          const result = await scenario({ ...request, scenario: name }, bench, playing.pilot);
          for (const line of scenarioLines(result, look)) tellLine(line);
        } finally {
          current = undefined;
          tell({ type: 'playing' });
        }
      }, playing.end);
    },
    steer: (how) => {
      if (how === 'end') current?.end.abort();
      else if (how !== 'pause') current?.pilot.wish(how);
      else if (current !== undefined) {
        tellLine([dim(`· ${say(current.pilot.pause() ? words.paused : words.resumed, look)}`)]);
      }
    },
  };
};
