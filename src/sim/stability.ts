import { simText } from '../text/sim.ts';
import type { Window } from './engine/window.ts';
import { capacityOf } from './model/capacity.ts';
import type { Compiled } from './program/compiled.ts';
import type { Notice } from './result.ts';
import { meanOf, ratioOf } from './statistics/estimate.ts';

/**
 * The stations that get more than they can do. Two things have to come together, beyond chance: what comes in would keep
 * more servers busy than there are, by the time that one service keeps a server; and the queue is longer at the end of
 * the windows than in their middle.
 */
export function overloaded(compiled: Compiled, windows: readonly Window[]): readonly Notice[] {
  return compiled.stations.flatMap(({ name, spec }, station) => {
    if (spec.discipline === 'delay') return [];
    const growth = growthOf(windows, station);
    if (growth <= 0 || loadOf(windows, station) <= capacityOf(spec)) return [];
    return [{ code: 'unstable', station: name, growth, message: simText.unstable(name, growth) }];
  });
}

/** Requests a second that the station is longer from the middle of the windows on; 0 if that may be chance. */
function growthOf(windows: readonly Window[], station: number): number {
  const slopes = windows.map(({ stations, earlier, until }) => {
    const atEnd = stations.waiting[station]! + stations.busy[station]!;
    return (atEnd - earlier.present[station]!) / (until - earlier.at);
  });
  const { value, halfWidth } = meanOf(slopes);
  const [only] = windows;
  // Of one window alone: as much as a difference of Poisson counts varies.
  const doubt =
    windows.length > 1 ? 1.5 * halfWidth : (8 * Math.sqrt(only!.stations.arrivals[station]!)) / only!.seconds;
  return value > doubt ? value : 0;
}

/** Servers that would be busy on average if all were served who came and did not give up. */
function loadOf(windows: readonly Window[], station: number): number {
  const column = (name: 'arrivals' | 'refused' | 'gaveUp' | 'served' | 'busyArea'): readonly number[] =>
    windows.map(({ stations }) => stations[name][station]!);
  const [refused, gaveUp] = [column('refused'), column('gaveUp')];
  const demanded = column('arrivals').map((count, i) => (count - refused[i]! - gaveUp[i]!) / windows[i]!.seconds);
  return meanOf(demanded).value * ratioOf(column('busyArea'), column('served')).value;
}
