import { bind } from '../blueprint/bind.ts';
import type { Bindings } from '../model/bindings.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { Published } from './provider.ts';

/** Where visitors at this computer go if it reaches the machines by itself: to the addresses that were observed. */
export const publishedDirectly = (planned: Blueprint, bindings: Bindings): readonly Published[] => {
  const { visitors, flows } = bind(planned, bindings);
  return visitors.flatMap(({ name }) => {
    const flow = flows.find(({ from }) => from.kind === 'visitors' && from.visitors === name);
    return flow === undefined ? [] : [{ visitors: name, address: flow.to.address, port: flow.to.port }];
  });
};
