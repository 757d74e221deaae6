import type { Sentence } from '../model/sentence.ts';
import { choice, type Wording } from './wording.ts';

const quoteAll = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : '-');

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
  hint: { en: `name one of them: ${quoteAll(machines)}`, pt: `escolha uma delas: ${quoteAll(machines)}` },
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
export const notASubnet = (text: string): Wording => ({
  code: 'bad-subnet',
  message: { en: `${text} is not an IPv4 subnet`, pt: `${text} não é uma sub-rede IPv4` },
  hint: { en: 'write it like 192.168.56.0/24', pt: 'escreva como 192.168.56.0/24' },
});
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
export const notAnAddress = (text: string): Wording => ({
  code: 'bad-address',
  message: { en: `${text} is not an IPv4 address`, pt: `${text} não é um endereço IPv4` },
  hint: { en: 'write it like 192.168.56.10, or auto', pt: 'escreva como 192.168.56.10, ou auto' },
});
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

// Services and references
export const badParameter = (role: string, key: string, reason: Sentence): Wording => ({
  code: 'bad-parameter',
  message: { en: `${role} does not accept ${key}: ${reason.en}`, pt: `${role} não aceita ${key}: ${reason.pt}` },
});
export const serviceNameTaken = (name: string, machine: string): Wording => ({
  code: 'service-name-taken',
  message: {
    en: `${machine} has a service ${name} of its own accord`,
    pt: `${machine} já tem um serviço ${name} por conta própria`,
  },
  hint: { en: 'give this one another name', pt: 'dê outro nome a este' },
});
export const portClash = (port: string, first: string, second: string, machine: string): Wording => ({
  code: 'port-clash',
  message: {
    en: `${first} and ${second} both listen on ${port} of ${machine}`,
    pt: `${first} e ${second} escutam na mesma porta ${port} de ${machine}`,
  },
  hint: { en: 'give one of them another port, or another machine', pt: 'dê a um deles outra porta, ou outra máquina' },
});
export const nothingOffered = (service: string): Wording => ({
  code: 'nothing-offered',
  message: { en: `${service} has no port that could be used`, pt: `${service} não tem porta que possa ser usada` },
  hint: { en: 'refer to a service that listens', pt: 'indique um serviço que escute em alguma porta' },
});
export const usesItself = (service: string): Wording => ({
  code: 'uses-itself',
  message: { en: `${service} refers to nobody but itself`, pt: `${service} só se refere a si mesmo` },
  hint: { en: 'name another service', pt: 'indique outro serviço' },
});

// Ways
export const ambiguousWay = (
  from: string,
  to: string,
  one: string,
  other: string,
  deciding: readonly string[],
): Wording => ({
  code: 'ambiguous-path',
  message: {
    en: `from ${from} to ${to} two ways are equally good: ${one}; ${other}`,
    pt: `de ${from} a ${to} há dois caminhos igualmente bons: ${one}; ${other}`,
  },
  hint:
    deciding[0] === undefined
      ? {
          en: 'leave one of the two gateways out of the tunnel or the lan',
          pt: 'tire um dos dois gateways do túnel ou da lan',
        }
      : { en: `say which one: over: ${deciding[0]}`, pt: `diga qual: over: ${deciding[0]}` },
});
export const noWay = (
  from: string,
  to: string,
  over: string | undefined,
  shared: string | undefined,
  port: string,
): Wording => ({
  code: 'unreachable',
  message:
    over === undefined
      ? { en: `${from} cannot reach ${to}`, pt: `${from} não alcança ${to}` }
      : { en: `${from} cannot reach ${to} over ${over}`, pt: `${from} não alcança ${to} por ${over}` },
  hint:
    shared === undefined || shared === over
      ? {
          en: 'put both on one lan, or join them by a tunnel; only the ends of a tunnel carry packets on',
          pt: 'ponha os dois na mesma lan, ou ligue-os por um túnel; só as pontas de um túnel repassam pacotes',
        }
      : {
          en: `they meet on ${shared}: say over: ${shared}, or make the port ${port} public if it is the internet`,
          pt: `eles se encontram em ${shared}: diga over: ${shared}, ou torne a porta ${port} pública se for a internet`,
        },
});
export const asymmetricWay = (flow: string, machine: string, subnetOf: string, network: string): Wording => ({
  code: 'asymmetric-path',
  message: {
    en: `${flow} would pass ${machine} by ${network}, but ${machine} is on ${subnetOf} itself and would answer there`,
    pt: `${flow} passaria por ${machine} via ${network}, mas ${machine} está em ${subnetOf} e responderia por lá`,
  },
  hint: {
    en: `take ${machine} off ${subnetOf}, or name another network in over`,
    pt: `tire ${machine} de ${subnetOf}, ou indique outra rede em over`,
  },
});
export const conflictingRoutes = (machine: string, destination: string, one: string, other: string): Wording => ({
  code: 'conflicting-routes',
  message: {
    en: `${machine} would need two routes to ${destination}: for ${one} and for ${other}`,
    pt: `${machine} precisaria de duas rotas para ${destination}: para ${one} e para ${other}`,
  },
  hint: { en: 'let both take the same networks', pt: 'faça os dois usarem as mesmas redes' },
});

// Sites
export const lanInTwoSites = (
  network: string,
  first: string,
  site: string,
  second: string,
  other: string,
): Wording => ({
  code: 'lan-in-two-sites',
  message: {
    en: `${network} has ${first} at ${site} and ${second} at ${other}; a lan lives in one site`,
    pt: `${network} tem ${first} em ${site} e ${second} em ${other}; uma lan fica em um só local`,
  },
  hint: {
    en: 'join sites by an internet network and a tunnel',
    pt: 'ligue os locais por uma rede internet e um túnel',
  },
});
export const sitesApart = (first: string, site: string): Wording => ({
  code: 'sites-apart',
  message: { en: `nothing joins ${site} to ${first}`, pt: `nada liga ${site} a ${first}` },
  hint: {
    en: 'put a machine of each on the same internet network: networks: { internet: auto }',
    pt: 'ponha uma máquina de cada na mesma rede internet: networks: { internet: auto }',
  },
});

// Visitors and the public
export const publicWithoutInternet = (service: string, machine: string): Wording => ({
  code: 'public-without-internet',
  message: {
    en: `${service} is public, but ${machine} is on no internet network`,
    pt: `${service} é público, mas ${machine} não está em nenhuma rede internet`,
  },
  hint: {
    en: `give ${machine} an address on one, or take public away`,
    pt: `dê a ${machine} um endereço em uma, ou tire public`,
  },
});
export const visitorsFromTunnel = (network: string): Wording => ({
  code: 'visitors-from-tunnel',
  message: {
    en: `visitors cannot come from the tunnel ${network}`,
    pt: `visitantes não podem vir do túnel ${network}`,
  },
  hint: { en: 'let them come from a lan or an internet network', pt: 'faça-os vir de uma rede lan ou internet' },
});
export const visitorsCannotReach = (visitors: string, service: string, network: string): Wording => ({
  code: 'visitors-unreachable',
  message: {
    en: `${visitors} come from ${network}, where ${service} has no address`,
    pt: `${visitors} vêm de ${network}, onde ${service} não tem endereço`,
  },
  hint: { en: 'let them come from a network of that machine', pt: 'faça-os vir de uma rede dessa máquina' },
});
export const visitorsNeedPublic = (visitors: string, service: string, port: string): Wording => ({
  code: 'visitors-need-public',
  message: {
    en: `${visitors} come from the internet, but ${port} of ${service} is not public`,
    pt: `${visitors} vêm da internet, mas ${port} de ${service} não é pública`,
  },
  hint: { en: 'say public: true at the service', pt: 'diga public: true no serviço' },
});
export const listenTaken = (port: number, other: string): Wording => ({
  code: 'listen-taken',
  message: {
    en: `port ${port} of this computer is for ${other} already`,
    pt: `a porta ${port} deste computador já é de ${other}`,
  },
  hint: { en: 'choose another, or leave listen out', pt: 'escolha outra, ou tire listen' },
});
