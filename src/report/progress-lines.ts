import type { LabEvent } from '../model/event.ts';
import type { FaultAtWork } from '../model/fault.ts';
import { now as loadNow } from '../text/load.ts';
import * as text from '../text/report.ts';
import { duration } from './duration.ts';
import { crop, pad } from './cells.ts';
import { bad, dim, doubt, good, name, say, strong } from './line.ts';
import type { Line, Look, Span } from './line.ts';
import { activityOf } from './progress.ts';
import type { Activity, Progress } from './progress.ts';

const placeColumn = 9;
const phaseColumn = 13;
const timeColumn = 8;
/** Below this many cells the step says it all. */
const narrow = 60;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const frameMs = 100;

const column = (spans: Line, width: number): Line => [...pad(spans, width), ' '];

const placeCell = (place: string): Line => (place === '' ? [] : column([name(place)], placeColumn));

const phaseCell = ({ waiting, phase }: Activity, look: Look): Line =>
  look.width < narrow ? [] : column([say(waiting ? text.doing.ready : text.doing[phase], look)], phaseColumn);

const stepOf = ({ step, what, phase }: Activity, { passed, notPassed }: Progress, look: Look): string =>
  say(phase === 'check' && passed + notPassed > 0 ? text.checksSoFar(passed, notPassed) : (step ?? what), look);

const activityLine = (activity: Activity, progress: Progress, now: number, look: Look): Line => {
  const frame = frames[Math.floor(now / frameMs) % frames.length] ?? frames[0];
  const left: Line = [
    activity.waiting ? doubt(frame) : name(frame),
    ' ',
    ...(activity.place === ''
      ? column([say(text.doing[activity.phase], look)], placeColumn)
      : [...placeCell(activity.place), ...phaseCell(activity, look)]),
    dim(stepOf(activity, progress, look)),
  ];
  const time = duration(Math.floor((now - activity.since) / frameMs) * frameMs).padStart(timeColumn);
  const room = look.width - 1 - timeColumn;
  return [...pad(crop(left, room), room), dim(time)];
};

/** One row for each thing that is going on, cropped to the window: the newest phase of each machine. */
export const activityRows = (
  progress: Progress,
  now: number,
  look: Look & { readonly height: number },
): readonly Line[] => {
  const newest = progress.activities.filter((one) => activityOf(progress, one.place) === one);
  const shown = newest.slice(0, Math.max(1, look.height - 1));
  return shown.map((activity) => activityLine(activity, progress, now, look));
};

const finishedLine = (
  event: Extract<LabEvent, { type: 'phase-finished' }>,
  activity: Activity | undefined,
  look: Look,
): Line => {
  const changed =
    activity !== undefined && activity.changes > 0 ? `, ${say(text.changes(activity.changes), look)}` : '';
  const what = say(text.done[event.phase], look);
  return [good('✓'), ' ', ...placeCell(event.machine ?? ''), what, changed, dim(`  ${duration(event.milliseconds)}`)];
};

const checkLine = ({ result }: Extract<LabEvent, { type: 'check-finished' }>, look: Look): Line => [
  result.verdict === 'fail' ? bad('✗') : doubt('?'),
  ' ',
  ...column([say(text.verdicts[result.verdict], look)], phaseColumn),
  say(result.title, look),
];

/** `1:05`. */
const clockText = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
};

const faultEventLine = (sign: Span, { name: fault, target, title }: FaultAtWork, look: Look): Line => [
  sign,
  ` ${fault} `,
  name(target),
  dim(`  ${say(title, look)}`),
];

/** What an event leaves on the screen for good, given what was going on before it. Most leave nothing. */
export const permanentLines = (event: LabEvent, before: Progress, look: Look): readonly Line[] => {
  switch (event.type) {
    case 'phase-finished':
      return [finishedLine(event, activityOf(before, event.machine ?? '', event.phase), look)];
    case 'check-finished':
      return event.result.verdict === 'pass' ? [] : [checkLine(event, look)];
    case 'diagnostic':
      return [[doubt(say(text.warning, look)), `: ${say(event.diagnostic.message, look)}`]];
    case 'notice':
      return [[doubt(say(text.note, look)), `: ${say(event.what, look)}`]];
    case 'output':
      return look.verbose ? [[dim(`${event.source}| ${event.line}`)]] : [];
    case 'scenario-step':
      return event.say === undefined ? [] : [[dim(`${clockText(event.at)}  `), strong(say(event.say, look))]];
    case 'fault-injected':
      return [faultEventLine(bad('⚡'), event.fault, look)];
    case 'fault-undone':
      return [faultEventLine(good('↺'), event.fault, look)];
    case 'phase-started':
    case 'waiting':
    case 'change-planned':
    case 'change-applied':
    case 'load-second':
      return [];
  }
};

const changeLine = ({ change }: Extract<LabEvent, { type: 'change-applied' }>, look: Look): Line => [
  '  ',
  ...placeCell(change.machine),
  say(change.summary, look),
  dim(` (${say(change.reason, look)})  ${duration(change.milliseconds)}`),
];

/** Where nothing can be redrawn: also the beginnings, the changes, and what is awaited when that is news. */
export const plainLines = (event: LabEvent, before: Progress, look: Look): readonly Line[] => {
  switch (event.type) {
    case 'phase-started':
      return [
        ['  ', ...placeCell(event.machine ?? ''), say(text.doing[event.phase], look), ': ', say(event.what, look)],
      ];
    case 'waiting': {
      const former = activityOf(before, event.machine ?? '')?.step;
      const isNews = former === undefined || say(former, look) !== say(event.what, look);
      return isNews
        ? [['  ', ...placeCell(event.machine ?? ''), say(text.waitingFor(say(event.what, look)), look)]]
        : [];
    }
    case 'change-applied':
      return [changeLine(event, look)];
    case 'load-second':
      return [[say(loadNow(event.second), look)]];
    default:
      return permanentLines(event, before, look);
  }
};
