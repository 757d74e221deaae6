import * as z from 'zod';
import { file } from '../../src/kit/resources/file.ts';
import { command } from '../../src/kit/resources/command.ts';
import { route } from '../../src/kit/resources/route.ts';
import { sysctl } from '../../src/kit/resources/sysctl.ts';
import type { Resource } from '../../src/kit/resource.ts';
import { baseFaults } from './faults.ts';
import { defineRole } from '../../src/kit/role.ts';
import type { Machine } from '../../src/model/blueprint.ts';

/** What every machine has before anything runs on it: a name, its neighbours' names, forwarding and routes. */
export const base = defineRole({
  name: 'base',
  summary: {
    en: 'host name, neighbours, forwarding and routes',
    pt: 'nome da máquina, vizinhas, encaminhamento e rotas',
  },
  params: z.strictObject({}),
  implied: 'everywhere',
  order: 0,
  packages: () => ['iproute2', 'procps', 'tcpdump'],
  offers: () => [],
  needs: () => [],
  faults: baseFaults,
  resources: ({ machine, template }) => [
    file({ path: '/etc/hostname', content: `${machine.name}\n` }),
    runningName(machine),
    file({ path: '/etc/hosts', content: template('hosts.ejs', { name: machine.name, hosts: machine.hosts }) }),
    sysctl('net.ipv4.ip_forward', machine.forwards ? '1' : '0'),
    ...machine.routes.filter(({ by }) => by === 'host').map(route),
  ],
});

const runningName = ({ name }: Machine): Resource =>
  command({
    id: 'hostname',
    summary: { en: `name the machine ${name}`, pt: `chamar a máquina de ${name}` },
    unless: { argv: ['hostname'], stdout: name },
    run: [{ argv: ['hostname', name] }],
  });
