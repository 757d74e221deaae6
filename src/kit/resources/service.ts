import type { Sentence } from '../../model/sentence.ts';
import { because, doing } from '../../text/resources.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Operation, UnitVerb } from '../operation.ts';
import type { Facts, Question, UnitAnswer } from '../question.ts';
import type { Difference, Resource } from '../resource.ts';
import { recording } from './recording.ts';
import { dropIn } from './unit.ts';

export interface ServiceSpec {
  /** `nginx.service`. */
  readonly unit: string;
  /** Whether it starts with the machine; true if not said. */
  readonly enabled?: boolean;
  /** Whether it runs now; true if not said. */
  readonly running?: boolean;
  /** It must be restarted to see a change of their files. */
  readonly restartOn?: readonly Resource[];
  /** It sees a change of their files when it is reloaded. */
  readonly reloadOn?: readonly Resource[];
}

/**
 * A systemd unit in a state, running on its current files. A drop-in makes systemd record the files' hashes whenever it starts
 * or reloads the unit, whoever asked for it, so that an outdated service is found even if nobody remembers the change.
 */
export const service = ({
  unit,
  enabled = true,
  running = true,
  restartOn = [],
  reloadOn = [],
}: ServiceSpec): Resource => {
  const question = { ask: 'unit', unit } satisfies Question;
  const [restartFiles, reloadFiles] = [filesOf(restartOn), filesOf(reloadOn)];
  const recorder = dropIn(unit, 'bancada-recording', recording(Object.keys(restartFiles), Object.keys(reloadFiles)));
  const isRecorded = restartOn.length + reloadOn.length > 0;
  const verbsFor = (
    seen: UnitAnswer,
    mustRestart: boolean,
  ): { verbs: readonly UnitVerb[]; reason: Sentence } | undefined => {
    const isEnabled = !['disabled', 'unknown', 'masked', 'not-found'].includes(seen.enabled);
    const enabling: readonly UnitVerb[] = isEnabled === enabled ? [] : [enabled ? 'enable' : 'disable'];
    const state = because.state(unit, seen.load === 'not-found' ? 'not-found' : `${seen.active} (${seen.sub})`);
    if (!running) return isUp(seen) ? { verbs: [...enabling, 'stop'], reason: state } : only(enabling, seen);
    if (!isUp(seen)) return { verbs: [...enabling, 'start'], reason: state };
    const outdated = isRecorded ? outdatedBy(seen, restartFiles, reloadFiles, unit) : undefined;
    if (outdated !== undefined) return { ...outdated, verbs: [...enabling, ...outdated.verbs] };
    if (mustRestart) return { verbs: [...enabling, 'restart'], reason: because.notPrepared(unit) };
    return only(enabling, seen);
  };
  const only = (verbs: readonly UnitVerb[], seen: UnitAnswer) =>
    verbs.length === 0 ? undefined : { verbs, reason: because.state(unit, seen.enabled) };
  return {
    id: `service:${unit}`,
    fingerprint: fingerprint(enabled, running, restartFiles, reloadFiles),
    undo: {
      summary: doing.service(unit, ['stop', 'disable']),
      operations: [
        { do: 'systemctl', verb: 'stop', unit },
        { do: 'systemctl', verb: 'disable', unit },
        ...(isRecorded ? (recorder.undo?.operations ?? []) : []),
      ],
    },
    questions: isRecorded ? [question, ...recorder.questions] : [question],
    compare: (facts: Facts): Difference | undefined => {
      const seen = facts.answer(question);
      const preparation = isRecorded ? recorder.compare(facts) : undefined;
      const needed = verbsFor(seen, preparation !== undefined);
      if (needed === undefined && preparation === undefined) return undefined;
      const { verbs, reason } = needed ?? { verbs: [], reason: because.notPrepared(unit) };
      return {
        action: actionOf(verbs),
        summary: doing.service(unit, verbs.length === 0 ? ['set up'] : verbs),
        reason,
        ...(preparation?.prepare && { prepare: preparation.prepare }),
        operations: verbs.map((verb): Operation => ({ do: 'systemctl', verb, unit })),
      };
    },
  };
};

const filesOf = (resources: readonly Resource[]): Readonly<Record<string, string>> =>
  Object.assign({}, ...resources.map((resource) => resource.files ?? {})) as Readonly<Record<string, string>>;

const isUp = ({ active, load }: UnitAnswer): boolean =>
  load !== 'not-found' && (active === 'active' || active === 'reloading');

const outdatedBy = (
  { startedWith }: UnitAnswer,
  restartFiles: Readonly<Record<string, string>>,
  reloadFiles: Readonly<Record<string, string>>,
  unit: string,
): { readonly verbs: readonly UnitVerb[]; readonly reason: Sentence } | undefined => {
  if (startedWith === undefined) return { verbs: ['restart'], reason: because.unknownFiles(unit) };
  const changed = (files: Readonly<Record<string, string>>): readonly string[] =>
    Object.keys(files).filter((path) => files[path] !== startedWith[path]);
  const [restart, reload] = [changed(restartFiles), changed(reloadFiles)];
  if (restart.length > 0) return { verbs: ['restart'], reason: because.olderFiles(unit, restart) };
  if (reload.length > 0) return { verbs: ['reload'], reason: because.olderFiles(unit, reload) };
  return undefined;
};

const actionOf = (verbs: readonly UnitVerb[]): Difference['action'] => {
  if (verbs.includes('restart')) return 'restart';
  if (verbs.includes('reload')) return 'reload';
  return verbs.includes('start') ? 'create' : 'update';
};
