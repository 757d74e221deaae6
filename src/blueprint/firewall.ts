import type { Firewall, FirewallRule, Flow, FlowSource } from '../model/blueprint.ts';
import type { Trip } from './flows.ts';

/** What a machine lets in and through: one rule for each flow that ends at it or that it carries on. */
export function deriveFirewall(machine: string, trips: readonly Trip[]): Firewall {
  return {
    input: trips.flatMap((trip) => inputRule(machine, trip)),
    forward: trips.flatMap((trip) => forwardRules(machine, trip)),
  };
}

function inputRule(machine: string, { flow, way }: Trip): readonly FirewallRule[] {
  const last = way.at(-1);
  return last?.to === machine ? [{ ...ruleOf(flow), inDevice: last.network }] : [];
}

function forwardRules(machine: string, { flow, way }: Trip): readonly FirewallRule[] {
  return way.flatMap((hop, index) => {
    const next = way[index + 1];
    if (hop.to !== machine || !next) return [];
    return [{ ...ruleOf(flow), inDevice: hop.network, outDevice: next.network, to: flow.to.address }];
  });
}

const ruleOf = (flow: Flow): Pick<FirewallRule, 'flow' | 'from' | 'protocol' | 'port'> => ({
  flow: flow.id,
  from: sourcesOf(flow.from),
  protocol: flow.protocol,
  port: flow.to.port,
});

const sourcesOf = (from: FlowSource): readonly string[] => {
  if (from.kind === 'world') return [];
  const crowd = from.kind === 'visitors' ? from.crowd : undefined;
  return [`${from.address}/32`, ...(crowd === undefined ? [] : [crowd])];
};
