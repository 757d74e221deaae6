import type { Sentence } from '../model/sentence.ts';
import { choice, type Wording } from './wording.ts';

// Places that explain
export const firstNamedHere: Sentence = { en: 'first named here', pt: 'usado primeiro aqui' };
export const firstSubnetHere = (network: string): Sentence => ({
  en: `the subnet of ${network}`,
  pt: `a sub-rede de ${network}`,
});
export const firstListensHere = (service: string): Sentence => ({
  en: `${service} listens here`,
  pt: `${service} escuta aqui`,
});
export const standsHere = (name: string): Sentence => ({ en: `${name} stands here`, pt: `${name} está aqui` });
export const subnetHere: Sentence = { en: 'the subnet stands here', pt: 'a sub-rede está aqui' };
export const otherWayHere: Sentence = { en: 'the other way is taken here', pt: 'o outro caminho é usado aqui' };

// Machines and groups
export const nameTaken = (name: string): Wording => ({
  code: 'duplicate-machine',
  message: { en: `there are two of the name ${name}`, pt: `há dois com o nome ${name}` },
  hint: {
    en: 'a group with a count names its machines <name>1, <name>2, …: rename one of the two',
    pt: 'um grupo com count chama suas máquinas de <nome>1, <nome>2, …: mude um dos dois nomes',
  },
});
export const unknownMember = (name: string, known: readonly string[]): Wording => ({
  code: 'unknown-member',
  message: { en: `the group has no machine ${name}`, pt: `o grupo não tem a máquina ${name}` },
  hint: choice(name, known),
});

// Networks and tunnels
export const tunnelServerIsMany = (name: string, machines: readonly string[]): Wording => ({
  code: 'tunnel-server-is-many',
  message: {
    en: `${name} is ${machines.length} machines; a tunnel has one server`,
    pt: `${name} são ${machines.length} máquinas; um túnel tem um servidor`,
  },
  hint: { en: `name one of them: ${machines.join(', ')}`, pt: `escolha uma delas: ${machines.join(', ')}` },
});
export const tunnelClientIsServer = (name: string, network: string): Wording => ({
  code: 'tunnel-client-is-server',
  message: { en: `${name} is the server of ${network} already`, pt: `${name} já é o servidor de ${network}` },
  hint: { en: 'leave it out of the clients', pt: 'tire-o da lista de clients' },
});
export const tunnelCycle = (circle: readonly string[]): Wording => ({
  code: 'tunnel-cycle',
  message: {
    en: `tunnels run in a circle: ${circle.join(' over ')}`,
    pt: `túneis em círculo: ${circle.join(' sobre ')}`,
  },
  hint: {
    en: 'one of them must run over a lan or an internet network',
    pt: 'um deles precisa passar por uma rede lan ou internet',
  },
});
export const tunnelEndNotOnUnderlay = (machine: string, network: string, over: string): Wording => ({
  code: 'tunnel-end-apart',
  message: {
    en: `${machine} is an end of ${network} but is not on ${over}`,
    pt: `${machine} é uma ponta de ${network} mas não está em ${over}`,
  },
  hint: {
    en: `give ${machine} an address there: networks: { ${over}: auto }`,
    pt: `dê a ${machine} um endereço lá: networks: { ${over}: auto }`,
  },
});
export const tunnelLink: Wording = {
  code: 'tunnel-link',
  message: {
    en: 'a tunnel has no link of its own; its packets cross the network that carries it',
    pt: 'um túnel não tem link próprio; seus pacotes passam pela rede que o carrega',
  },
  hint: {
    en: 'write the link at the network named by "over"',
    pt: 'escreva o link na rede indicada em "over"',
  },
};
export const notATunnelEnd = (machine: string, network: string): Wording => ({
  code: 'not-a-tunnel-end',
  message: {
    en: `${machine} is neither server nor client of ${network}`,
    pt: `${machine} não é servidor nem cliente de ${network}`,
  },
  hint: {
    en: `add it to the clients of ${network}, or leave the address out`,
    pt: `inclua-a em clients de ${network}, ou tire o endereço`,
  },
});

// Subnets
export const subnetHasHostBits = (text: string, canonical: string): Wording => ({
  code: 'subnet-host-bits',
  message: { en: `${text} is an address inside a subnet`, pt: `${text} é um endereço dentro de uma sub-rede` },
  hint: { en: `the subnet is ${canonical}`, pt: `a sub-rede é ${canonical}` },
});
export const subnetUnusable = (text: string): Wording => ({
  code: 'subnet-unusable',
  message: { en: `${text} cannot carry machines`, pt: `${text} não pode ter máquinas` },
  hint: {
    en: 'take a private range, such as 192.168.56.0/24 or 10.20.0.0/16',
    pt: 'use uma faixa privada, como 192.168.56.0/24 ou 10.20.0.0/16',
  },
});
export const subnetsOverlap = (network: string, subnet: string, other: string, otherSubnet: string): Wording => ({
  code: 'subnets-overlap',
  message: {
    en: `${subnet} of ${network} overlaps ${otherSubnet} of ${other}`,
    pt: `${subnet} de ${network} se sobrepõe a ${otherSubnet} de ${other}`,
  },
  hint: {
    en: 'change one of them, or leave one out for an automatic one',
    pt: 'mude uma delas, ou tire uma para que seja automática',
  },
});
export const subnetTooSmall = (subnet: string, room: number, hosts: number, prefix: number): Wording => ({
  code: 'subnet-too-small',
  message: {
    en: `${subnet} has room for ${room}, ${hosts} are needed`,
    pt: `${subnet} comporta ${room}, são necessários ${hosts}`,
  },
  hint: {
    en: `/${prefix} is enough; a lan or internet network keeps its first address for visitors and this computer`,
    pt: `/${prefix} basta; uma rede lan ou internet guarda seu primeiro endereço para os visitantes e este computador`,
  },
});
export const noFreeSubnet = (network: string, hosts: number): Wording => ({
  code: 'no-free-subnet',
  message: {
    en: `no automatic subnet is left for ${network} with ${hosts} addresses`,
    pt: `não sobrou sub-rede automática para ${network} com ${hosts} endereços`,
  },
  hint: { en: 'write one: subnet: 10.20.0.0/16', pt: 'escreva uma: subnet: 10.20.0.0/16' },
});

// Addresses
export const addressOutsideSubnet = (address: string, machine: string, network: string, subnet: string): Wording => ({
  code: 'address-outside-subnet',
  message: {
    en: `${address} of ${machine} is outside ${subnet} of ${network}`,
    pt: `${address} de ${machine} está fora de ${subnet} de ${network}`,
  },
  hint: { en: 'take one inside, or auto', pt: 'use um de dentro, ou auto' },
});
const reservedUses = {
  network: { en: "is the network's own address", pt: 'é o endereço da própria rede' },
  broadcast: { en: 'is the broadcast address', pt: 'é o endereço de difusão (broadcast)' },
  vantage: { en: 'is kept for visitors and this computer', pt: 'é reservado para os visitantes e este computador' },
} as const;
export const addressReserved = (
  address: string,
  machine: string,
  use: keyof typeof reservedUses,
  free: string,
): Wording => ({
  code: 'address-reserved',
  message: {
    en: `${address} of ${machine} ${reservedUses[use].en}`,
    pt: `${address} de ${machine} ${reservedUses[use].pt}`,
  },
  hint: { en: `the first address for machines is ${free}`, pt: `o primeiro endereço para máquinas é ${free}` },
});
export const addressTaken = (address: string, machine: string, holder: string): Wording => ({
  code: 'address-taken',
  message: { en: `${address} of ${machine} is ${holder}'s already`, pt: `${address} de ${machine} já é de ${holder}` },
  hint: {
    en: 'a group with a count takes the written address and the next ones; choose another, or auto',
    pt: 'um grupo com count usa o endereço escrito e os seguintes; escolha outro, ou auto',
  },
});
