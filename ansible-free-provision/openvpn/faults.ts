import { passingDropIn, type FaultSpec } from '../../src/kit/fault.ts';
import type { RoleContext, TunnelEnd } from '../../src/kit/role.ts';
import { clientConfig, clientText, clientUnit } from './client.ts';
import { listWithout } from './secrets.ts';
import { revocationList, serverUnit } from './server.ts';
import { tunnelOf } from './tunnel.ts';

const noTunnel = {
  en: 'the client calls again every few seconds and is turned away: what needs the tunnel fails, and the journals say why',
  pt: 'o cliente chama de novo a cada poucos segundos e é rejeitado: o que precisa do túnel falha, e os diários dizem por quê',
};

/** Without a tunnel there is no route to the other side: who wants to go there is told at once. */
const noWay = { how: 'down' } as const;

/** What can be wrong with a client of a tunnel. */
export const clientFaults = (context: RoleContext<TunnelEnd>): readonly FaultSpec[] => {
  const { name, server } = tunnelOf(context);
  return [
    {
      name: 'tunnel-certificate',
      title: {
        en: "it shows a certificate that is not a client's",
        pt: 'ele mostra um certificado que não é de cliente',
      },
      seen: noTunnel,
      inject: [
        {
          ...{ do: 'write', path: clientConfig(name), content: clientText(context, server) },
          ...{ mode: '0600', owner: 'root', group: 'root' },
        },
        { do: 'systemctl', verb: 'restart', unit: clientUnit(name) },
      ],
      foretold: noWay,
      undo: [],
      reprovisions: true,
    },
    wrongClock(clientUnit(name)),
  ];
};

/** Libfaketime's offset for one daemon: a machine here has no clock of its own, and nobody's is touched. */
const behind = `[Service]
Environment=LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1 FAKETIME=-400d FAKETIME_DONT_FAKE_MONOTONIC=1
`;

const wrongClock = (unit: string): FaultSpec => {
  const { inject, undo } = passingDropIn(unit, behind);
  const restart = { do: 'systemctl', verb: 'restart', unit } as const;
  return {
    name: 'tunnel-clock',
    title: { en: 'its clock is 400 days behind', pt: 'seu relógio está 400 dias atrasado' },
    seen: {
      en: "the server's certificate is not yet valid to it, so it calls in vain; its journal says why",
      pt: 'o certificado do servidor ainda não vale para ele, e ele chama em vão; seu diário diz por quê',
    },
    inject: [...inject, restart],
    foretold: noWay,
    undo: [...undo, restart],
  };
};

/** What the server of a tunnel can do to its clients. */
export const serverFaults = (context: RoleContext<TunnelEnd>): readonly FaultSpec[] => {
  const { name, clients } = tunnelOf(context);
  return clients.map((client) => ({
    name: 'tunnel-revoked',
    target: `${context.service.name}@${client}`,
    title: { en: 'its certificate was revoked', pt: 'seu certificado foi revogado' },
    seen: noTunnel,
    inject: [
      {
        ...{ do: 'write', path: revocationList(name), content: context.secret(listWithout(client)) },
        ...{ mode: '0644', owner: 'root', group: 'root' },
      },
      // It looks at the list when somebody comes, and those who are in are not asked again.
      { do: 'systemctl', verb: 'restart', unit: serverUnit(name) },
    ],
    foretold: noWay,
    undo: [],
    reprovisions: true,
  }));
};
