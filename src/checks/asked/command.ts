import { expectCommand, sawCommand } from '../../text/checks.ts';
import type { Check, CheckGround } from '../check.ts';
import { sessionOn } from '../place.ts';
import type { SpecOf } from './spec.ts';
import { askedCheck } from './spec.ts';

/** A command on a machine ends well, and perhaps says something. */
export const askedCommand = (ground: CheckGround, spec: SpecOf<'command'>): Check =>
  askedCheck(spec, {
    from: spec.on,
    ask: async (signal) => {
      const { code, stdout, stderr } = await sessionOn(ground, spec.on).run(spec.argv, { signal });
      const holds = code === 0 && (spec.contains === undefined || stdout.includes(spec.contains));
      const output = (stdout.trim() || stderr.trim()).slice(0, 200);
      return {
        verdict: holds ? 'pass' : 'fail',
        expected: expectCommand(spec.contains),
        seen: sawCommand(code, output),
      };
    },
  });
