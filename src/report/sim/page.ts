import type { Sentence } from '../../model/sentence.ts';
import * as text from '../../text/sim-report.ts';
import type { DesignResult, SimVerbResult, SweepPoint, SweepResult } from '../../verbs/sim/results.ts';
import { escapeXml } from '../graph/svg/text.ts';
import { say, type Look } from '../line.ts';
import { barChart, lineChart } from './charts.ts';
import {
  comparisons,
  courseRows,
  designName,
  failureRows,
  failuresHeading,
  linksInUse,
  warningsOf,
} from './designs.ts';
import { settingOf } from './sim.ts';
import { number, percent, time, uncertain } from './figures.ts';

const style = `
:root{color-scheme:light dark;--ink:#1a2330;--soft:#5b6878;--line:#d9dfe6;--paper:#fff;--ground:#f4f6f8}
@media(prefers-color-scheme:dark){:root{--ink:#e8edf3;--soft:#9aa8b8;--line:#334050;--paper:#18202a;--ground:#10161d}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:860px;margin:0 auto;padding:32px 20px}section{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:18px 22px;margin:18px 0;overflow-x:auto}
h1{margin:0;font-size:1.6rem}h2{margin:0 0 10px;font-size:1.05rem}p{margin:.3rem 0}.soft{color:var(--soft)}.bad{color:#c0392b;font-weight:600}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:5px 14px 5px 0;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}th{color:var(--soft);font-weight:500}
svg{width:100%;height:auto;display:block}svg .label{font:13px system-ui,sans-serif;fill:var(--ink)}svg .value{font:12px system-ui,sans-serif;fill:var(--soft)}svg .grid{stroke:var(--line)}`;

/** A page that stands by itself: no script, no font, no picture from elsewhere. */
export function simPage(result: SimVerbResult, look: Pick<Look, 'language'>): string {
  const sections = [
    ...(result.designs.length > 0 ? [section('', figures(result, look))] : []),
    ...result.designs.map((design) => section(designName(design, look), verdict(design, result, look))),
    ...(result.designs.length > 0 ? [processors(result, look), services(result, look)] : []),
    ...result.designs.flatMap((design) => [...linkTable(design, result, look), ...failureTable(design, result, look)]),
    ...result.designs.flatMap((design) => timelines(design, result, look)),
    ...(result.sweep ? [sweep(result.sweep, look)] : []),
  ];
  const setting = settingOf(result, look).join(' · ');
  const broken = result.faults.length > 0 ? ` · ${say(text.faultsWord, look)}: ${result.faults.join(', ')}` : '';
  return `<!doctype html>
<html lang="${look.language === 'pt' ? 'pt-BR' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(result.lab)}</title><style>${style}</style></head>
<body><main><h1>${escapeXml(result.title)}</h1><p class="soft">${escapeXml(setting + broken)}</p>
${result.interrupted ? `<p class="bad">${escapeXml(say(text.interrupted, look))}</p>` : ''}
${sections.join('\n')}
<p class="soft">${escapeXml(say(text.confidence, look))}</p></main></body></html>
`;
}

const section = (title: string, content: string): string =>
  `<section>${title === '' ? '' : `<h2>${escapeXml(title)}</h2>`}${content}</section>`;

const htmlTable = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const cells = (row: readonly string[], tag: 'th' | 'td') =>
    `<tr>${row.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${cells(headings, 'th')}${rows.map((row) => cells(row, 'td')).join('')}</table>`;
};

const figures = (result: SimVerbResult, look: Pick<Look, 'language'>): string =>
  htmlTable(
    ['', ...result.designs.map((design) => designName(design, look))],
    comparisons(result, look).map(({ what, values }) => [say(what, look), ...values]),
  );

const verdict = (design: DesignResult, result: SimVerbResult, look: Pick<Look, 'language'>): string => {
  const { bottleneck, unlogged } = design;
  const why = bottleneck && `${say(text.bottleneck, look)}: ${say(bottleneck.why, look)}`;
  const courses = courseRows(design, result, look).map(
    ([fault, course]) => `<p>${escapeXml(`${fault}: ${course}`)}</p>`,
  );
  return [
    unlogged === undefined ? '' : `<p class="soft">${escapeXml(say(text.unlogged(number(unlogged)), look))}</p>`,
    ...courses,
    ...warningsOf(design, result, look).map((words) => `<p class="bad">${escapeXml(words)}</p>`),
    why === undefined ? '' : `<p>${escapeXml(why)}</p>`,
  ].join('');
};

/** Every machine's bar, those of different designs beside each other. */
const processors = ({ designs }: SimVerbResult, look: Pick<Look, 'language'>): string => {
  const machines = [...new Set(designs.flatMap(({ outcome }) => outcome.machines.map(({ machine }) => machine)))];
  const bars = machines.flatMap((machine) =>
    designs.flatMap((design, series) =>
      design.outcome.machines
        .filter((each) => each.machine === machine)
        .map(({ utilisation }) => ({
          name: designs.length > 1 ? `${machine}, ${designName(design, look)}` : machine,
          share: utilisation.value,
          label: uncertain(utilisation, percent),
          series,
        })),
    ),
  );
  const title = say(text.columns.processor, look);
  return section(title, barChart(title, bars));
};

const services = ({ designs }: SimVerbResult, look: Pick<Look, 'language'>): string => {
  const { service, questions, busyWith, time: takes, p95 } = text.columns;
  const tables = designs.map((design) => {
    const rows = design.outcome.services
      .filter(({ perSecond }) => perSecond > 0)
      .map(({ service: id, perSecond, present, time: spent, latency }) => [
        id,
        number(perSecond),
        number(present.value),
        uncertain(spent, time),
        latency === undefined ? '' : uncertain(latency.p95, time),
      ]);
    const title = designs.length > 1 ? `<p class="soft">${escapeXml(designName(design, look))}</p>` : '';
    return (
      title +
      htmlTable(
        [service, questions, busyWith, takes, p95].map((heading) => say(heading, look)),
        rows,
      )
    );
  });
  return section(say(text.columns.service, look), tables.join(''));
};

type Parts = (design: DesignResult, result: SimVerbResult, look: Pick<Look, 'language'>) => readonly string[];

const linkTable: Parts = (design, { designs }, look) => {
  const { link, used, waiting } = text.columns;
  const rows = linksInUse(design).map(({ link: id, utilisation, queue }) => [
    ...[id, uncertain(utilisation, percent), uncertain(queue, number)],
  ]);
  if (rows.length === 0) return [];
  const table = htmlTable(
    [link, used, waiting].map((heading) => say(heading, look)),
    rows,
  );
  return [section(titled(say(link, look), design, designs, look), table)];
};

const failureTable: Parts = (design, result, look) => {
  const { machine, service, failed } = text.columns;
  const rows = failureRows(design, look);
  if (rows.length === 0) return [];
  const table = htmlTable(
    [machine, service, failed].map((heading) => say(heading, look)),
    rows,
  );
  return [section(titled(failuresHeading(result, look), design, result.designs, look), table)];
};

/** With the design's name behind it where there are several. */
const titled = (
  title: string,
  design: DesignResult,
  designs: SimVerbResult['designs'],
  look: Pick<Look, 'language'>,
): string => (designs.length > 1 ? `${title}: ${designName(design, look)}` : title);

/** What visitors meet in the first run, over time: with a fault in it, when it shows and when it is over. */
const timelines = (
  design: DesignResult,
  { designs }: SimVerbResult,
  look: Pick<Look, 'language'>,
): readonly string[] => {
  const { timeline = [] } = design;
  if (timeline.length < 2) return [];
  const { mean, p95, errors } = text.metrics;
  const axis = { name: say(text.seconds, look), values: timeline.map(({ from }) => from) };
  const latency = lineChart({ ...axis, unit: 'ms' }, [
    { name: say(mean, look), values: timeline.map((stretch) => stretch.mean ?? NaN) },
    { name: say(p95, look), values: timeline.map((stretch) => stretch.p95 ?? NaN) },
  ]);
  const rates = lineChart({ ...axis, unit: '1/s' }, [
    {
      name: say(text.metrics.answers, look),
      values: timeline.map(({ sent, failed, seconds }) => (sent - failed) / seconds),
    },
    { name: say(errors, look), values: timeline.map(({ failed, seconds }) => failed / seconds) },
  ]);
  return [section(titled(say(text.overTime, look), design, designs, look), latency + rates)];
};

const sweep = ({ what, unit, points }: SweepResult, look: Pick<Look, 'language'>): string => {
  const axis = { name: unit === undefined ? what : `${what}, ${unit}`, values: points.map(({ value }) => value) };
  const groups = [...new Set(points.flatMap(({ visitors }) => visitors.map((each) => each.visitors)))];
  const warning = (why: Sentence, isMarked: (point: SweepPoint) => boolean): string => {
    const values = points.filter(isMarked).map(({ value }) => number(value) + (unit ?? ''));
    const words = `${say(text.atValues(values), look)}: ${say(why, look)}`;
    return values.length === 0 ? '' : `<p class="bad">${escapeXml(words)}</p>`;
  };
  const warnings = [
    warning(text.sweptUnstable.why, ({ unstable }) => unstable !== undefined),
    warning(text.sweptWaiting.why, ({ stillWaiting }) => stillWaiting !== undefined),
  ];
  const charts = groups.map((group) => {
    const of = points.map(({ visitors }) => visitors.find((each) => each.visitors === group));
    const latency = (['mean', 'p95', 'p99'] as const).map((which) => ({
      name: say(text.metrics[which], look),
      values: of.map((each) => each?.latency[which] ?? NaN),
    }));
    const answers = { name: say(text.metrics.answers, look), values: of.map((each) => each?.throughput ?? NaN) };
    const title = groups.length > 1 ? `<p class="soft">${escapeXml(group)}</p>` : '';
    return title + lineChart({ ...axis, unit: 'ms' }, latency) + lineChart({ ...axis, unit: '1/s' }, [answers]);
  });
  return section(say(text.sweepOf(what), look), [...charts, ...warnings].join(''));
};
