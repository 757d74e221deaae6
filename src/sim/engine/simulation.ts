import * as agenda from './agenda.ts';
import { Arrivals } from './arrivals.ts';
import { answered, Fates } from './fates.ts';
import { Journeys } from './journeys.ts';
import { gaveUp, Machine, type MachineSetup } from './machine.ts';
import { Outages } from './outages.ts';
import type { LoggedRequest } from './log.ts';
import { drawClient, drawKey } from './questions.ts';
import { queued, served } from './requests.ts';
import type { BatchSeries } from '../statistics/mser.ts';
import { SourceTally } from './tallies.ts';

/** One run of a model from an empty system on, with the chance of one replication. */
export class Simulation {
  /** Events that came true so far. */
  events = 0;
  readonly machine: Machine;
  readonly tallies: readonly SourceTally[];
  private readonly fates: Fates;
  private readonly outages: Outages;
  private readonly arrivals: readonly Arrivals[];
  private readonly journeys: Journeys;
  /** Of probes: one past the sources of the model. */
  private readonly probes: number;
  private series: BatchSeries | undefined;
  private log: LoggedRequest[] | undefined;

  constructor(setup: MachineSetup) {
    const machine = new Machine(setup);
    const { sources, code } = machine.compiled;
    this.machine = machine;
    this.probes = sources.length;
    this.tallies = sources.map(
      ({ spec: { keys } }) => new SourceTally(code.causes.length, typeof keys === 'object' ? keys.length : 0),
    );
    this.arrivals = sources.map((source) => new Arrivals(source, machine.samplers));
    this.journeys = new Journeys(machine);
    this.fates = new Fates(machine, (row, cause) => this.left(row, cause));
    this.outages = new Outages(machine, this.fates);
    sources.forEach((_, source) => this.open(source));
    this.planBalancers();
    this.outages.open();
  }

  /** Requests that are under way. */
  get present(): number {
    return this.machine.requests.live;
  }

  get now(): number {
    return this.machine.agenda.now;
  }

  /** Lets time go by until `until`, but not for more than so many events. Tells whether it got there. */
  advance(until: number, budget: number): boolean {
    const { agenda } = this.machine;
    let left = budget;
    while (left > 0 && agenda.isDueBy(until)) {
      agenda.take();
      this.happen(agenda.kind, agenda.index, agenda.stamp);
      left -= 1;
    }
    this.events += budget - left;
    agenda.tidy((kind, index, stamp) => this.matters(kind, index, stamp));
    if (agenda.isDueBy(until)) return false;
    agenda.now = until;
    return true;
  }

  /** How many are at each station, waiting or served. */
  presentAtStations(): Float64Array {
    const { waiting, busy } = this.machine.stations.tallies;
    return waiting.map((count, station) => count + busy[station]!);
  }

  /** Hands the latency of each answer to the series, from now on. */
  observe(series: BatchSeries): void {
    this.series = series;
  }

  /** Writes down every request that ends from now on. */
  keepLog(log: LoggedRequest[]): void {
    this.log = log;
  }

  /** A new window begins: what was counted is forgotten; who is there stays. */
  clear(): void {
    const { stations, balancers, caches, measures } = this.machine;
    stations.clear();
    for (const part of [...this.tallies, ...balancers, ...caches, ...measures]) part.clear();
  }

  private happen(kind: number, index: number, stamp: number): void {
    switch (kind) {
      case agenda.resume:
        this.resume(index, stamp);
        break;
      case agenda.arrival:
        this.arrive(index);
        break;
      case agenda.shared: {
        const row = this.machine.stations.sharedEvent(index, stamp);
        if (row >= 0) this.fates.proceed(row, this.machine.requests.place[row]! + 1);
        break;
      }
      case agenda.deadline:
        this.fates.deadline(index, stamp);
        this.fates.drain();
        break;
      case agenda.user:
        this.send(index, stamp, 0);
        break;
      case agenda.breaking:
        this.outages.toggle(index);
        break;
      case agenda.change:
        this.outages.happen(index);
        break;
      default:
        this.probe(index, stamp);
    }
  }

  private resume(row: number, stamp: number): void {
    const { requests, stations, agenda } = this.machine;
    if (requests.stamp[row] !== stamp) {
      agenda.wasForgotten();
      return;
    }
    const state = requests.state[row]!;
    if (state === queued) {
      requests.impatient[row] = 0;
      this.machine.interrupt(row);
      this.fates.fail(row, gaveUp);
      this.fates.drain();
      return;
    }
    if (state === served) stations.finish(row);
    this.fates.proceed(row, requests.place[row]! + 1);
  }

  /** The first request of a source, or all of its users. */
  private open(source: number): void {
    const { spec } = this.machine.compiled.sources[source]!;
    if (!('users' in spec)) {
      this.planArrival(source);
      return;
    }
    for (let user = 0; user < spec.users; user += 1) this.think(source, user);
  }

  /** The user sends a request after a while, if it is not too late then. */
  private think(source: number, user: number): void {
    const { agenda: plans, samplers, compiled } = this.machine;
    const { think, window } = compiled.sources[source]!;
    samplers.draw(think, -1);
    plans.due = Math.max(plans.now, window.from) + samplers.drawn;
    if (plans.due < window.until) plans.plan(agenda.user, source, user);
  }

  private planArrival(source: number): void {
    const arrivals = this.arrivals[source]!;
    arrivals.next();
    if (arrivals.due < Infinity) {
      this.machine.agenda.due = arrivals.due;
      this.machine.agenda.plan(agenda.arrival, source, 0);
    }
  }

  private arrive(source: number): void {
    const { index } = this.arrivals[source]!;
    this.planArrival(source);
    this.send(source, -1, index);
  }

  /** A new request of a user, or -1 for nobody in particular; `index` is its place in a trace. */
  private send(source: number, user: number, index: number): void {
    const { requests, compiled, samplers } = this.machine;
    const { spec, entries, priority, demand, journey } = compiled.sources[source]!;
    const row = this.begin(source, entries.length > 1 ? entries[index]! : entries[0]!);
    requests.user[row] = user;
    requests.priority[row] = priority;
    requests.client[row] = drawClient(this.machine, compiled.sources[source]!, user);
    requests.key[row] = drawKey(this.machine, compiled.sources[source]!);
    if (demand >= 0) samplers.draw(demand, -1);
    requests.demand[row] = demand < 0 ? 1 : samplers.drawn;
    if ('trace' in spec) this.copyTraced(row, spec.trace, index);
    if (journey.length > 0) this.journeys.begin(row, journey);
    const tally = this.tallies[source]!;
    tally.sent += 1;
    this.fates.proceed(row, requests.entry[row]!);
  }

  private copyTraced(
    row: number,
    { clients, keys, demands }: { clients?: readonly number[]; keys?: readonly number[]; demands?: readonly number[] },
    index: number,
  ): void {
    const { requests } = this.machine;
    if (clients) requests.client[row] = clients[index]! | 0;
    if (keys) requests.key[row] = keys[index]!;
    if (demands) requests.demand[row] = demands[index]!;
  }

  private begin(source: number, entry: number): number {
    const { requests, agenda } = this.machine;
    const row = requests.allocate();
    requests.source[row] = source;
    requests.entry[row] = entry;
    requests.floor[row] = 0;
    requests.attempt[row] = 1;
    requests.sent[row] = agenda.now;
    requests.balancer[row] = -1;
    return row;
  }

  private left(row: number, cause: number): void {
    const { requests, agenda: plans, compiled, balancers } = this.machine;
    const source = requests.source[row]!;
    if (source === this.probes) {
      balancers[requests.client[row]!]!.health.probed(requests.user[row]!, cause === answered);
      return;
    }
    const tally = this.tallies[source]!;
    tally.attempts += requests.attempt[row]!;
    if (cause === answered) {
      tally.latency.value = plans.now - requests.sent[row]!;
      tally.latency.take();
      if (tally.byKey.length > 0) {
        const alike = tally.byKey[requests.key[row]! % tally.byKey.length]!;
        alike.value = tally.latency.value;
        alike.take();
      }
      if (this.series) this.series.add(tally.latency.value, plans.now);
    } else tally.failures[cause] = tally.failures[cause]! + 1;
    this.log?.push(this.recordOf(row, cause));
    const { journey, think } = compiled.sources[source]!;
    if (journey.length > 0 && cause === answered && this.journeys.goOn(row, journey)) tally.sent += 1;
    else if (think >= 0) this.think(source, requests.user[row]!);
  }

  private recordOf(row: number, cause: number): LoggedRequest {
    const { requests, agenda: plans } = this.machine;
    return {
      source: requests.source[row]!,
      sent: requests.sent[row]!,
      ended: plans.now,
      cause: cause === answered ? -1 : cause,
      client: requests.client[row]! >>> 0,
      key: requests.key[row]!,
      step: requests.step[row]!,
      demand: requests.demand[row]!,
      balancer: requests.balancer[row]!,
      target: requests.target[row]!,
    };
  }

  private planBalancers(): void {
    this.machine.compiled.balancers.forEach(({ active, targets }, balancer) => {
      if (active) targets.forEach((_, target) => this.planProbe(balancer, target, active.every));
    });
  }

  private planProbe(balancer: number, target: number, every: number): void {
    const { agenda: plans } = this.machine;
    plans.due = plans.now + every;
    plans.plan(agenda.probe, balancer, target);
  }

  private probe(balancer: number, target: number): void {
    const { requests, compiled } = this.machine;
    const { every, entries } = compiled.balancers[balancer]!.active!;
    this.planProbe(balancer, target, every);
    const row = this.begin(this.probes, entries[target]!);
    requests.client[row] = balancer;
    requests.user[row] = target;
    requests.priority[row] = 0;
    requests.key[row] = 0;
    requests.demand[row] = 1;
    this.fates.proceed(row, entries[target]!);
  }

  private matters(kind: number, index: number, stamp: number): boolean {
    const { requests, stations } = this.machine;
    if (kind === agenda.resume) return requests.stamp[index] === stamp;
    if (kind === agenda.deadline) return requests.frameStamp[index] === stamp;
    return kind !== agenda.shared || stations.matters(index, stamp);
  }
}
