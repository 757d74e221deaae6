import { isDeepStrictEqual } from 'node:util';
import type { Injected } from '../verbs/fault.ts';
import type { LinkResult } from '../verbs/results.ts';
import type { Deed } from './orders.ts';
import type { UiState } from './state.ts';

/** What takes an injection back: nothing where the fault was at work already, which is somebody else's. */
export const mending = ({ faults: [fault] }: Pick<Injected, 'faults'>): Deed | undefined =>
  fault && { do: 'mend', name: fault.name, target: fault.target };

/** What takes a start back: nothing where the service or machine is seen at work, which was nobody's start. */
export const stopping = ({ status }: Pick<UiState, 'status'>, name: string): Deed | undefined => {
  const machines = status?.machines ?? [];
  const runs = machines.some(({ machine }) => machine.name === name && machine.state === 'running');
  const isReady = machines.some(({ services }) => services.some(({ id, state }) => id === name && state === 'ready'));
  return runs || isReady ? undefined : { do: 'stop', name };
};

/** What makes a link again what it is now, each direction that is not as declared. */
export const relinking = ({ machine, network, declared, from, to }: LinkResult): Deed => ({
  ...{ do: 'relink', machine, network },
  ...(!isDeepStrictEqual(from, declared) && { from }),
  ...(!isDeepStrictEqual(to, declared) && { to }),
});
