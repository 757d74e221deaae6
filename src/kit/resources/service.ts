import type { Sentence } from '../../model/sentence.ts';
import { because, doing } from '../../text/resources.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Operation, UnitVerb } from '../operation.ts';
import type { Question, UnitAnswer } from '../question.ts';
import type { Difference, Resource } from '../resource.ts';
import { recording } from './recording.ts';
import { dropIn } from './unit.ts';

/** A unit as it is to be, and what it runs on. */
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

/** A unit as it is to be. */
interface Wanted {
  readonly unit: string;
  readonly enabled: boolean;
  readonly running: boolean;
  readonly restartFiles: Readonly<Record<string, string>>;
  readonly reloadFiles: Readonly<Record<string, string>>;
  /** Whether its files are recorded as it starts. */
  readonly recorded: boolean;
}

/** What is to be done to a unit, and why. */
interface Needed {
  readonly verbs: readonly UnitVerb[];
  readonly reason: Sentence;
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
  const recorded = restartOn.length + reloadOn.length > 0;
  const wanted = { unit, enabled, running, restartFiles, reloadFiles, recorded };
  const recorder = recorded
    ? dropIn(unit, 'bancada-recording', recording(Object.keys(restartFiles), Object.keys(reloadFiles)))
    : undefined;
  return {
    id: `service:${unit}`,
    fingerprint: fingerprint(enabled, running, restartFiles, reloadFiles),
    undo: {
      summary: doing.service(unit, ['stop', 'disable']),
      operations: [
        { do: 'systemctl', verb: 'stop', unit },
        { do: 'systemctl', verb: 'disable', unit },
        ...(recorder?.undo?.operations ?? []),
      ],
    },
    questions: [question, ...(recorder?.questions ?? [])],
    compare: (facts) => differenceFrom(wanted, facts.answer(question), recorder?.compare(facts)),
  };
};

const differenceFrom = (
  wanted: Wanted,
  seen: UnitAnswer,
  preparation: Difference | undefined,
): Difference | undefined => {
  const { unit } = wanted;
  const needed = neededFor(wanted, seen, preparation !== undefined);
  if (needed === undefined && preparation === undefined) return undefined;
  const { verbs, reason } = needed ?? { verbs: [], reason: because.notPrepared(unit) };
  return {
    action: actionOf(verbs),
    summary: doing.service(unit, verbs.length === 0 ? ['set up'] : verbs),
    reason,
    ...(preparation?.prepare && { prepare: preparation.prepare }),
    operations: verbs.map((verb): Operation => ({ do: 'systemctl', verb, unit })),
  };
};

const neededFor = (wanted: Wanted, seen: UnitAnswer, mustRestart: boolean): Needed | undefined => {
  const { unit, enabled, running } = wanted;
  const isEnabled = !['disabled', 'unknown', 'masked', 'not-found'].includes(seen.enabled);
  const enabling: readonly UnitVerb[] = isEnabled === enabled ? [] : [enabled ? 'enable' : 'disable'];
  const state = because.state(unit, seen.load === 'not-found' ? 'not-found' : `${seen.active} (${seen.sub})`);
  if (running !== isUp(seen)) return { verbs: [...enabling, running ? 'start' : 'stop'], reason: state };
  const outdated = running && wanted.recorded ? outdatedBy(wanted, seen) : undefined;
  if (outdated !== undefined) return { ...outdated, verbs: [...enabling, ...outdated.verbs] };
  if (running && mustRestart) return { verbs: [...enabling, 'restart'], reason: because.notPrepared(unit) };
  return enabling.length === 0 ? undefined : { verbs: enabling, reason: because.state(unit, seen.enabled) };
};

const filesOf = (resources: readonly Resource[]): Readonly<Record<string, string>> =>
  Object.assign({}, ...resources.map((resource) => resource.files ?? {})) as Readonly<Record<string, string>>;

const isUp = ({ active, load }: UnitAnswer): boolean =>
  load !== 'not-found' && (active === 'active' || active === 'reloading');

const outdatedBy = ({ unit, restartFiles, reloadFiles }: Wanted, { startedWith }: UnitAnswer): Needed | undefined => {
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
