import * as text from '../../text/sim-report.ts';
import type { DesignResult, SimVerbResult } from '../../verbs/sim/results.ts';
import { bad, dim, doubt, good, name, say } from '../line.ts';
import type { Line, Look, Span } from '../line.ts';
import { table } from '../table.ts';
import { wrap } from '../cells.ts';
import { failureRows, failuresHeading, linksInUse } from './designs.ts';
import { bar, number, percent, time, uncertain } from './figures.ts';

/** Cells of a bar that is full. */
export const barWidth = 24;

/** From here on a part has little left, and from here on nothing. */
const warm = 0.7;
const hot = 0.9;

/** Words about a part, by how much of it is used. */
export const heat = (share: number, words: string): Span => (share >= hot ? bad : share >= warm ? doubt : good)(words);

/** Every machine's processors, and how many things it has to do at once. */
export const machineTable = ({ outcome }: DesignResult, look: Look): readonly Line[] => {
  const { machine, processor, of, busyWith } = text.columns;
  return table(
    [machine, processor, of, busyWith].map((heading) => say(heading, look)),
    outcome.machines.map(({ machine: which, utilisation, cpus, present }) => [
      [name(which)],
      [heat(utilisation.value, bar(utilisation.value, barWidth)), ` ${uncertain(utilisation, percent)}`],
      [number(cpus)],
      [uncertain(present, number)],
    ]),
  );
};

/** Every service that is asked, with the pool of it that is taken most. */
export const serviceTable = ({ outcome }: DesignResult, look: Look): readonly Line[] => {
  const { service, questions, busyWith, time: takes, p95, pool, taken, waiting } = text.columns;
  const rows = outcome.services
    .filter(({ perSecond }) => perSecond > 0)
    .map(({ service: id, perSecond, present, time: spent, latency }): readonly Line[] => {
      const fullest = outcome.pools
        .filter((each) => each.service === id)
        .toSorted((one, other) => other.utilisation.value - one.utilisation.value)[0];
      return [
        [name(id)],
        [number(perSecond)],
        [number(present.value)],
        [uncertain(spent, time)],
        [latency === undefined ? '' : uncertain(latency.p95, time)],
        ...(fullest
          ? [
              [dim(fullest.pool)],
              [heat(fullest.utilisation.value, percent(fullest.utilisation.value))],
              [uncertain(fullest.queue, number)],
            ]
          : []),
      ];
    });
  return table(
    [service, questions, busyWith, takes, p95, pool, taken, waiting].map((heading) => say(heading, look)),
    rows,
  );
};

/** What each balancer gives to whom; nothing where there is none. */
export const balancerTable = ({ outcome }: DesignResult, look: Look): readonly Line[] => {
  if (outcome.balancers.length === 0) return [];
  const { balancer, shares } = text.columns;
  const rows = outcome.balancers.map(({ service, targets }): readonly Line[] => [
    [name(service)],
    [targets.map(({ service: target, share }) => `${target} ${percent(share.value)}`).join(', ')],
  ]);
  return [
    [],
    ...table(
      [balancer, shares].map((heading) => say(heading, look)),
      rows,
    ),
  ];
};

/** The links that are used at all; nothing where there is none. */
export const linkTable = (design: DesignResult, look: Look): readonly Line[] => {
  const links = linksInUse(design);
  if (links.length === 0) return [];
  const { link, used, waiting } = text.columns;
  const rows = links.map(({ link: id, utilisation, queue }): readonly Line[] => [
    [name(id)],
    [heat(utilisation.value, uncertain(utilisation, percent))],
    [uncertain(queue, number)],
  ]);
  return [
    [],
    ...table(
      [link, used, waiting].map((heading) => say(heading, look)),
      rows,
    ),
  ];
};

/** What failed at which service, and at which machine; nothing where nothing did. */
export const failureTable = (design: DesignResult, result: SimVerbResult, look: Look): readonly Line[] => {
  const rows = failureRows(design, look).map(([machine, service, causes]): readonly Line[] => [
    [name(machine)],
    [service],
    [bad(causes)],
  ]);
  if (rows.length === 0) return [];
  const { machine, service, failed } = text.columns;
  return [
    [],
    ...wrap(failuresHeading(result, look), Math.max(40, Math.min(look.width, 100))).map((line): Line => [dim(line)]),
    ...table(
      [machine, service, failed].map((heading) => say(heading, look)),
      rows,
    ),
  ];
};
