import type { Wording } from './wording.ts';

// Services and references
export const serviceNameTaken = (name: string, machine: string): Wording => ({
  code: 'service-name-taken',
  message: {
    en: `${machine} already has a built-in service ${name}`,
    pt: `${machine} já tem um serviço embutido ${name}`,
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
export const roleTwice = (role: string, first: string, second: string, machine: string): Wording => ({
  code: 'role-twice',
  message: {
    en: `${first} and ${second} are both ${role} on ${machine}, which has room for one`,
    pt: `${first} e ${second} são ambos ${role} em ${machine}, onde só cabe um`,
  },
  hint: { en: 'put one of them on another machine', pt: 'ponha um deles em outra máquina' },
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
export const tooManyFlows = (limit: number): Wording => ({
  code: 'too-many-flows',
  message: {
    en: `from here on there are more than ${limit} flows between the lab's services`,
    pt: `daqui em diante há mais de ${limit} fluxos entre os serviços do lab`,
  },
  hint: {
    en: 'each instance talks to each instance of what it uses: lower a `count`, or name one machine, as in `redis@lb`',
    pt: 'cada instância fala com cada instância do que usa: diminua um `count`, ou indique uma máquina, como em `redis@lb`',
  },
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
