import * as text from '../text/report.ts';
import type { Written, WrittenRole } from '../verbs/new.ts';
import { dim, good, name, say } from './line.ts';
import type { Line, Look } from './line.ts';

/** Where the new file lies, and what one does with it. */
export const newLines = ({ lab, file }: Written, look: Look): readonly Line[] => [
  [good('✓'), ` ${say(text.written(file), look)}`],
  ...(['graph', 'plan', 'up'] as const).map((verb): Line => {
    const command = `bancada ${verb} ${lab}`;
    return ['  ', name(command.padEnd(24)), ' ', dim(say(text.nexts[verb], look))];
  }),
];

/** Where the files of a new role lie, and how a topology names it. */
export const newRoleLines = ({ role, files }: WrittenRole, look: Look): readonly Line[] => [
  ...files.map((file): Line => [good('✓'), ` ${say(text.written(file), look)}`]),
  ['  ', name(`services: { ${role}: {} }`), ' ', dim(say(text.onAMachine, look))],
];
