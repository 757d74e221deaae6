import type { FaultSpec } from '../../src/kit/fault.ts';
import type { RoleContext } from '../../src/kit/role.ts';

/** An address that is nobody's (RFC 5737). */
const nobody = '192.0.2.1';

/** What can be wrong with a machine before anything runs on it: names that lead astray, packets that are not passed on. */
export const baseFaults = ({ machine, template }: RoleContext): readonly FaultSpec[] => {
  const { name: target, forwards } = machine;
  const hosts = Object.fromEntries(Object.keys(machine.hosts).map((name) => [name, nobody]));
  return [
    {
      name: 'names-wrong',
      target,
      title: { en: "its neighbours' names lead to nobody", pt: 'os nomes das vizinhas não levam a ninguém' },
      seen: {
        en: 'who calls a neighbour by name waits for nobody; services that hold addresses do not notice; plan shows the lines',
        pt: 'quem chama uma vizinha pelo nome espera por ninguém; serviços que guardam endereços não percebem; plan mostra as linhas',
      },
      inject: [
        {
          ...{ do: 'write', path: '/etc/hosts', content: template('hosts.ejs', { name: target, hosts }) },
          ...{ mode: '0644', owner: 'root', group: 'root' },
        },
      ],
      undo: [],
      reprovisions: true,
    },
    ...(forwards ? [notForwarding(target)] : []),
  ];
};

const notForwarding = (target: string): FaultSpec => ({
  name: 'not-forwarding',
  target,
  title: { en: 'the gateway passes nothing on', pt: 'o gateway não repassa nada' },
  seen: {
    en: 'it answers for itself, and who is behind it is not reached: what crosses it waits until patience ends',
    pt: 'ele responde por si, e quem está atrás não é alcançado: o que o atravessa espera até a paciência acabar',
  },
  inject: [{ do: 'run', argv: ['sysctl', '-q', '-w', 'net.ipv4.ip_forward=0'] }],
  undo: [],
  reprovisions: true,
});
