import type { FaultSpec } from '../../src/kit/fault.ts';
import type { Operation } from '../../src/kit/operation.ts';
import type { Secret } from '../../src/model/secret.ts';
import type { Server } from './balance.ts';

/** What is often done wrong with a balancer's configuration. `textFor`: the configuration with other servers. */
export const balancerFaults = (
  path: string,
  servers: readonly Server[],
  textFor: (servers: readonly Server[]) => string | Secret,
): readonly FaultSpec[] => {
  const write = (content: string | Secret): Operation => ({
    ...{ do: 'write', path, content },
    ...{ mode: '0644', owner: 'root', group: 'root' },
  });
  const astray = servers.map((server) => ({ ...server, port: server.port + 1 }));
  return [
    {
      name: 'upstream-astray',
      title: {
        en: 'the balancer calls its servers at a wrong port',
        pt: 'o balanceador chama os servidores na porta errada',
      },
      seen: {
        en: 'every page is 502 at once, although all servers are well; plan shows the lines',
        pt: 'toda página é 502 na hora, embora os servidores estejam bem; plan mostra as linhas',
      },
      inject: [write(textFor(astray)), { do: 'systemctl', verb: 'reload', unit: 'nginx.service' }],
      // What it calls refuses, all of it.
      foretold: { how: 'fail', cause: 'no-target' },
      undo: [],
      reprovisions: true,
    },
    {
      name: 'config-broken',
      title: {
        en: 'its configuration has a mistake, and nobody has reloaded it yet',
        pt: 'sua configuração tem um erro, e ninguém a recarregou ainda',
      },
      seen: {
        en: 'nothing for now: a reload is refused and the old one goes on, a restart leaves it dead; plan shows the line',
        pt: 'nada por enquanto: um reload é recusado e a antiga continua, um restart o deixa morto; plan mostra a linha',
      },
      inject: [write('this_is_no_directive;\n')],
      foretold: { how: 'unnoticed' },
      undo: [],
      reprovisions: true,
    },
  ];
};
