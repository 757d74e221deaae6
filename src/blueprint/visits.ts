import type { Flow, FlowSource, Visitors } from '../model/blueprint.ts';
import type { SourcePath, VisitorsSpec } from '../model/topology.ts';
import { parseInstance } from '../kit/reference.ts';
import { standsHere } from '../text/blueprint.ts';
import {
  listenTaken,
  publicWithoutInternet,
  visitorsCannotReach,
  visitorsFromTunnel,
  visitorsNeedPublic,
} from '../text/flows.ts';
import { firstUsedHere } from '../text/document.ts';
import { addressOf, destination, type Setting, type Trip } from './flows.ts';
import { resolveReference, type Directory, type Target } from './references.ts';
import type { Draft } from './services.ts';
import { addressIn } from './ways.ts';

/** Anyone on the internet, to every public port. */
export function openToWorld(setting: Setting, target: Draft): readonly Trip[] {
  const { terrain, directory } = setting;
  const open = target.offers.filter((port) => port.public);
  const networks = (terrain.ends.get(target.end)?.interfaces ?? []).map(({ network }) => network);
  const internets = networks.filter((network) => terrain.kinds.get(network) === 'internet');
  if (open.length > 0 && internets.length === 0) {
    directory.problems.report(publicWithoutInternet(target.id, target.end), [...target.path, 'public']);
  }
  return internets.flatMap((network) =>
    open.map((port) =>
      arriving(setting, { kind: 'world', network }, `world:${network}`, { draft: target, port }, network, target.path),
    ),
  );
}

/** A flow from outside: it is in the network already and crosses no other. */
function arriving(
  { terrain }: Setting,
  from: FlowSource,
  label: string,
  target: Target,
  network: string,
  path: SourcePath,
): Trip {
  const { draft, port } = target;
  const flow: Flow = {
    id: `${label}->${draft.id}:${port.name}`,
    from,
    to: destination(target, addressOf(terrain, draft.end, network)),
    protocol: port.protocol,
    path: [{ network }],
  };
  return { flow, way: [{ network, to: draft.end }], path };
}

/** Visitors look in from their network's vantage address and meet what is attached to that network. */
export function visit(
  setting: Setting,
  spec: VisitorsSpec,
): { readonly visitors?: Visitors; readonly trips: readonly Trip[] } {
  const { directory, vantages, crowds } = setting;
  const path = ['visitors', spec.name];
  const vantage = vantages.get(spec.from);
  const targets = resolveReference(directory, parseInstance(spec.to) ?? { service: spec.to }, spec.port, [
    ...path,
    spec.port === undefined ? 'to' : 'port',
  ]);
  if (vantage === undefined) {
    directory.problems.report(visitorsFromTunnel(spec.from), [...path, 'from']);
    return { trips: [] };
  }
  const met = targets.filter((target) => canVisit(setting, target, spec, path));
  const crowd = crowds.get(spec.from);
  const who = { visitors: spec.name, network: spec.from, address: vantage };
  const from: FlowSource = { kind: 'visitors', ...who, ...(crowd !== undefined && { crowd }) };
  const trips = met.map((target) => arriving(setting, from, `visitors:${spec.name}`, target, spec.from, path));
  const port = met[0]?.port;
  if (!port) return { trips };
  return {
    visitors: {
      name: spec.name,
      network: spec.from,
      to: met.map(({ draft }) => draft.id),
      port: port.port,
      portName: port.name,
      ...(spec.listen !== undefined && { listen: spec.listen }),
    },
    trips,
  };
}

function canVisit(
  { terrain, directory }: Setting,
  { draft, port }: Target,
  spec: VisitorsSpec,
  path: SourcePath,
): boolean {
  if (addressIn(terrain, draft.end, spec.from) === undefined) {
    directory.problems.report(visitorsCannotReach(spec.name, draft.id, spec.from), [...path, 'from']);
    return false;
  }
  if (terrain.kinds.get(spec.from) === 'internet' && !port.public) {
    directory.problems.report(
      visitorsNeedPublic(spec.name, draft.name, port.name),
      [...path, 'to'],
      [{ message: standsHere(draft.name), path: draft.path }],
    );
    return false;
  }
  return true;
}

/** Two kinds of visitors cannot be given the same port of this computer. */
export function reportListenClashes(visitors: readonly VisitorsSpec[], { problems }: Directory): void {
  visitors.forEach(({ name, listen }, index) => {
    const other = visitors.slice(0, index).find((earlier) => listen !== undefined && earlier.listen === listen);
    if (listen === undefined || !other) return;
    problems.report(
      listenTaken(listen, other.name),
      ['visitors', name, 'listen'],
      [{ message: firstUsedHere, path: ['visitors', other.name, 'listen'] }],
    );
  });
}
