import type { ServiceStatus, Traffic } from '../../model/status.ts';
import { bad, dim, doubt, name, say, type Line, type Look } from '../../report/line.ts';
import { rateText, secondsText } from '../../report/readings.ts';
import * as text from '../../text/tui.ts';
import type { Size } from '../areas.ts';
import { fit } from '../framed.ts';
import { bar, largest, sparkline } from '../graphs.ts';
import { seriesOf, type Series } from '../history.ts';
import type { UiState } from '../state.ts';
import { shadeOf, stackedChart } from './chart.ts';

/** A service that has passed requests on, with what was read of it last. */
export interface Balancer extends ServiceStatus {
  readonly traffic: Traffic;
}

/** Services that pass requests on to others, as far as they have been read. */
export const balancersIn = ({ status }: Pick<UiState, 'status'>): readonly Balancer[] =>
  (status?.machines ?? []).flatMap(({ services }) =>
    services.flatMap((service) => (service.traffic === undefined ? [] : [{ ...service, traffic: service.traffic }])),
  );

const rateCell = 7;
const gap = 2;
/** A chart of fewer rows tells nothing that the sparklines don't. */
const leastChart = 3;

/** For each balancer: who got how many requests, now and before, what failed, and how long they took. */
export const balancerRows = (state: UiState, { columns, rows }: Size, look: Look): readonly Line[] => {
  const balancers = balancersIn(state);
  if (balancers.length === 0) return [nobody(state, look)];
  return balancers.flatMap((balancer, index) => [
    ...(index > 0 ? [[]] : []),
    ...(balancers.length > 1 ? [[name(balancer.id)]] : []),
    ...linesOf(state, balancer, { columns, rows }, look),
  ]);
};

/** Whether there is none, or it cannot be asked. */
const nobody = ({ status, history }: UiState, look: Look): Line => {
  if (status === undefined) return [dim(say(text.looking, look))];
  const known = [...history.keys()].some((key) => key.startsWith(seriesOf.requests('')));
  return known ? [doubt(say(text.silentBalancer, look))] : [dim(say(text.noBalancer, look))];
};

const linesOf = (state: UiState, { id, traffic }: Balancer, { columns, rows }: Size, look: Look): readonly Line[] => {
  const { targets, perSecond, failedPerSecond } = traffic;
  const series = (key: string): Series => state.history.get(key) ?? [];
  const words = [say(text.all, look), say(text.failed, look)];
  const label = Math.min(
    Math.max(...[...targets.map(({ service }) => service), ...words].map((each) => each.length)),
    18,
  );
  const room = columns - label - rateCell - 3 * gap;
  const barWidth = Math.max(0, Math.floor(room / 2));
  const sparkWidth = Math.max(0, room - barWidth);
  const most = Math.max(1, ...targets.map((target) => target.perSecond));
  const mostEver = Math.max(
    1,
    ...targets.map(({ service }) => largest(series(seriesOf.target(id, service)).slice(-sparkWidth))),
  );
  const row = (head: Line, graph: Line, rate: number, past: Series, top: number): Line =>
    [
      ...fit(head, label),
      '  ',
      ...fit(graph, barWidth),
      '  ',
      rateText(rate).padStart(rateCell),
      '  ',
      dim(sparkline(past, sparkWidth, top)),
    ] as const;
  const total = series(seriesOf.requests(id));
  const failures = series(seriesOf.failed(id));
  const all = row([dim(words[0] ?? '')], [], perSecond, total, Math.max(1, largest(total.slice(-sparkWidth))));
  const failing: Line = [
    ...fit([failedPerSecond > 0 ? bad(words[1] ?? '') : dim(words[1] ?? '')], label),
    ' '.repeat(barWidth + 2 * gap),
    failedPerSecond > 0 ? bad(rateText(failedPerSecond).padStart(rateCell)) : rateText(0).padStart(rateCell),
    '  ',
    largest(failures.slice(-sparkWidth)) > 0 ? bad(sparkline(failures, sparkWidth, largest(failures))) : '',
  ];
  const shares = targets.map(({ service, perSecond: now, failedPerSecond: failed }, index): Line => {
    const ink = failed > 0 ? bad : name;
    return row(
      [ink(service)],
      [ink(bar(now / most, barWidth).replaceAll('█', shadeOf(index)))],
      now,
      series(seriesOf.target(id, service)),
      mostEver,
    );
  });
  const shown = shares.slice(0, Math.max(1, rows - 3));
  const lines = [...shown, all, failing, latency(traffic, columns, series(seriesOf.latency(id)), look)];
  const spare = rows - lines.length - 1;
  if (spare < leastChart) return lines;
  const parts = targets.map(({ service }) => series(seriesOf.target(id, service)));
  return [...lines, [], ...stackedChart(parts, columns, spare)];
};

const latency = ({ seconds }: Traffic, columns: number, past: Series, look: Look): Line => {
  if (seconds === undefined) return [dim(say(text.noTraffic, look))];
  const figures = (['p50', 'p95', 'p99'] as const).flatMap((which): Line => [
    dim(`${which} `),
    secondsText(seconds[which]).padEnd(9),
  ]);
  const used = 3 * 13;
  const room = Math.max(0, columns - used - 4);
  const graph = room < 8 ? [] : [dim('p95 '), doubt(sparkline(past, room, Math.max(1e-4, largest(past.slice(-room)))))];
  return [...figures, ...graph];
};
