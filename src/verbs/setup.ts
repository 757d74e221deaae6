import { LabError } from '../errors/lab-error.ts';
import { currentUser } from '../ports/computer.ts';
import { systemProcesses } from '../ports/process.ts';
import type { Stage } from '../ports/stage.ts';
import { remediesOf, undoings, type Finding, type PlannedLab, type Provider } from '../providers/provider.ts';
import * as text from '../text/verbs.ts';
import type { Bench } from './bench.ts';

const missing = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ status }) => status === 'missing');

/** Looks what the computer lacks and, once the user agrees to the very commands, runs them. @throws LabError `computer-lacks` */
export const prepareComputer = async (
  provider: Provider,
  { stage }: Bench,
  { consented, lab }: { readonly consented: boolean; readonly lab?: PlannedLab },
): Promise<readonly Finding[]> => {
  const findings = await provider.examine(lab);
  const lacks = missing(findings);
  if (lacks.length === 0) return findings;
  const commands = remediesOf(lacks);
  const agreed =
    isMendable(lacks) &&
    (consented ||
      (await stage.consent({
        code: 'setup',
        question: text.setupQuestion,
        details: commands.map((words) => words.join(' ')),
      })));
  if (!agreed) throw computerLacks(lacks);
  const raises = lacks.flatMap((finding) => finding.raises ?? []);
  for (const argv of remediesOf(lacks.filter((finding) => finding.raises === undefined))) await runAsRoot(argv, stage);
  if (raises.length > 0) await provider.raise?.(raises, stage);
  for (const what of undoings(lacks)) stage.emit({ type: 'notice', code: 'computer-changed', what });
  const after = await provider.examine(lab);
  if (missing(after).length > 0) throw computerLacks(missing(after));
  return after;
};

// Package scripts must not stop to ask; sudo drops the environment, so it is said behind it.
const unattended = ['env', 'DEBIAN_FRONTEND=noninteractive'];

const runAsRoot = async (argv: readonly string[], stage: Stage): Promise<void> => {
  const [program, ...rest] = [...(currentUser().uid === 0 ? [] : ['sudo']), ...unattended, ...argv];
  const said: string[] = [];
  const { code } = await systemProcesses.run({
    argv: [program ?? '', ...rest],
    signal: stage.signal,
    onLine: (line) => {
      said.push(line);
      stage.emit({ type: 'output', source: argv[0] ?? '', line });
    },
  });
  if (code !== 0)
    throw new LabError({
      code: 'setup-failed',
      fault: 'environment',
      ...text.setupFailed(argv.join(' ')),
      context: { code, output: said.join('\n') },
    });
};

const isMendable = (lacks: readonly Finding[]): boolean => lacks.every(({ fix }) => fix.length > 0);

const computerLacks = (lacks: readonly Finding[]): LabError => {
  const [only, other] = lacks;
  if (only?.failure !== undefined && other === undefined) return only.failure;
  const what = lacks.map((finding) => finding.what);
  return new LabError({
    code: 'computer-lacks',
    fault: 'environment',
    ...text.computerLacks(what, isMendable(lacks)),
  });
};
