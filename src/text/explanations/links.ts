import type { Explanations } from './explanation.ts';

/** What can be wrong with links that are changed or listened on while a lab runs. */
export const linkExplanations: Explanations = {
  'no-terminal': {
    what: {
      en: 'The terminal interface draws on a whole terminal window, and standard input or output is not one.',
      pt: 'A interface de terminal desenha numa janela de terminal inteira, e a entrada ou a saída padrão não é uma.',
    },
    remedy: {
      en: 'Run it in a terminal, without a pipe, or use `status --watch`.',
      pt: 'Rode-a num terminal, sem pipe, ou use `status --watch`.',
    },
    example: 'bancada status survey --watch',
  },
  'no-such-link': {
    what: {
      en: 'A machine has a link to each network that it is on, and this one is not on that network.',
      pt: 'Uma máquina tem um enlace com cada rede em que está, e esta não está naquela rede.',
    },
    remedy: { en: 'Take a network that the hint names.', pt: 'Use uma rede que a dica indica.' },
    example: 'bancada show survey\nbancada link survey lb lan',
  },
  'link-of-tunnel': {
    what: {
      en: 'The packets of a tunnel cross the network over which it runs; there is no other link to change.',
      pt: 'Os pacotes de um túnel atravessam a rede por onde ele passa; não há outro enlace a mudar.',
    },
    remedy: { en: 'Change the link to that network.', pt: 'Mude o enlace com essa rede.' },
    example: 'bancada link survey lb internet --down',
  },
  'link-unavailable': {
    what: {
      en: 'Delay and jitter need the kernel’s netem, loss and one-way cuts need its nftables, and this kernel lacks it.',
      pt: 'Atraso e variação precisam do netem do kernel, perda e cortes de um lado só do nftables, e este kernel não o tem.',
    },
    remedy: {
      en: 'Nothing was changed. Rates and cuts of both directions work everywhere.',
      pt: 'Nada foi mudado. Taxas e cortes nas duas direções funcionam sempre.',
    },
    example: 'bancada link survey lb lan --rate 1mbit',
  },
  'links-fixed': {
    what: {
      en: 'Links of running labs can be changed on this computer only: elsewhere the cables are not ours.',
      pt: 'Enlaces de labs no ar só podem ser mudados neste computador: em outros lugares os cabos não são nossos.',
    },
    remedy: { en: 'Bring the lab up on target local.', pt: 'Ponha o lab no ar no alvo local.' },
    example: 'bancada up survey --on local',
  },
  'no-tcpdump': {
    what: {
      en: 'Packets are captured by the machine’s own tcpdump, and it has none: it was made by an older version.',
      pt: 'Os pacotes são capturados pelo tcpdump da própria máquina, e ela não tem: foi feita por uma versão antiga.',
    },
    remedy: { en: '`up` installs it.', pt: '`up` o instala.' },
    example: 'bancada up survey',
  },
  'capture-failed': {
    what: {
      en: 'tcpdump ended at once, most often because it does not understand the filter.',
      pt: 'O tcpdump terminou logo, quase sempre por não entender o filtro.',
    },
    remedy: {
      en: 'Mend the filter: `man pcap-filter` is its language.',
      pt: 'Corrija o filtro: `man pcap-filter` é a linguagem dele.',
    },
    example: 'bancada capture survey lb lan -- port 80',
  },
  'machine-not-running': {
    what: {
      en: 'A machine that does not run has no cables: they are laid when it starts.',
      pt: 'Uma máquina desligada não tem cabos: eles são postos quando ela liga.',
    },
    remedy: { en: 'Start it.', pt: 'Ligue-a.' },
    example: 'bancada start survey lb',
  },
};
