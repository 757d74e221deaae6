import type { Explanations } from './explanation.ts';

const another = {
  en: 'Choose another one, or leave it out for an automatic one.',
  pt: 'Escolha outra, ou tire-a para uma automática.',
};

/** Addresses, networks, tunnels, sites and the ways between services. */
export const wayExplanations: Explanations = {
  'subnets-overlap': {
    what: {
      en: 'Two networks have addresses in common, so that nobody could tell where such an address is.',
      pt: 'Duas redes têm endereços em comum, e ninguém saberia onde está um endereço desses.',
    },
    remedy: another,
    example: '    a: { subnet: 10.1.0.0/16 }\n-   b: { subnet: 10.1.2.0/24 }\n+   b: { subnet: 10.2.0.0/24 }',
  },
  'subnet-host-bits': {
    what: {
      en: 'A subnet is written by its first address; this one is an address within.',
      pt: 'Uma sub-rede se escreve pelo primeiro endereço; este é um endereço de dentro dela.',
    },
    remedy: { en: 'Write the first address, as the hint has it.', pt: 'Escreva o primeiro endereço, como na dica.' },
    example: '-   lan: { subnet: 192.168.56.7/24 }\n+   lan: { subnet: 192.168.56.0/24 }',
  },
  'subnet-unusable': {
    what: {
      en: 'These addresses have another meaning everywhere: loopback, multicast and the like.',
      pt: 'Estes endereços têm outro sentido em toda parte: loopback, multicast e outros.',
    },
    remedy: {
      en: 'Take private ones: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
      pt: 'Use os privados: 10.0.0.0/8, 172.16.0.0/12 ou 192.168.0.0/16.',
    },
  },
  'subnet-too-small': {
    what: {
      en: 'The subnet has fewer addresses than machines and visitors need.',
      pt: 'A sub-rede tem menos endereços do que máquinas e visitantes precisam.',
    },
    remedy: { en: 'Take a shorter prefix.', pt: 'Use um prefixo menor.' },
    example: '-   lan: { subnet: 10.1.0.0/30 }\n+   lan: { subnet: 10.1.0.0/24 }',
  },
  'no-free-subnet': {
    what: {
      en: 'The subnets written in the file leave none free for this network.',
      pt: 'As sub-redes escritas no arquivo não deixam nenhuma livre para esta rede.',
    },
    remedy: { en: 'Write one for it, or make the others smaller.', pt: 'Escreva uma para ela, ou diminua as outras.' },
  },
  'address-outside-subnet': {
    what: {
      en: 'The address is not in its network’s subnet. In a group the first machine has the address written, the next ones the next.',
      pt: 'O endereço não está na sub-rede da rede. Num grupo, a primeira máquina tem o endereço escrito, as outras os seguintes.',
    },
    remedy: { en: 'Write one of the subnet, or `auto`.', pt: 'Escreva um da sub-rede, ou `auto`.' },
    example:
      '    lan: { subnet: 192.168.56.0/24 }\n-   app: { networks: { lan: 192.168.57.11 } }\n+   app: { networks: { lan: 192.168.56.11 } }',
  },
  'address-reserved': {
    what: {
      en: 'The first and last address of a subnet are its own and its broadcast’s; the one after the first is where visitors stand.',
      pt: 'O primeiro e o último endereço de uma sub-rede são dela mesma e do broadcast; o seguinte ao primeiro é onde ficam os visitantes.',
    },
    remedy: { en: 'Take any other.', pt: 'Use qualquer outro.' },
    example: '-   lb: { networks: { lan: 192.168.56.1 } }\n+   lb: { networks: { lan: 192.168.56.10 } }',
  },
  'address-taken': {
    what: {
      en: 'Two machines would have the same address. A group takes as many in a row as it has machines.',
      pt: 'Duas máquinas teriam o mesmo endereço. Um grupo usa tantos em sequência quantas máquinas tem.',
    },
    remedy: { en: 'Write another, or `auto`.', pt: 'Escreva outro, ou `auto`.' },
  },
  'tunnel-server-is-many': {
    what: {
      en: 'A tunnel has one server, and a group of several machines is named.',
      pt: 'Um túnel tem um servidor, e foi indicado um grupo de várias máquinas.',
    },
    remedy: { en: 'Name one machine of the group.', pt: 'Indique uma máquina do grupo.' },
    example:
      '-   vpn: { type: openvpn, over: internet, server: db, clients: [lb] }\n+   vpn: { type: openvpn, over: internet, server: db1, clients: [lb] }',
  },
  'tunnel-client-is-server': {
    what: { en: 'A machine would be both ends of one tunnel.', pt: 'Uma máquina seria as duas pontas do mesmo túnel.' },
    remedy: { en: 'Take it out of `clients`.', pt: 'Tire-a de `clients`.' },
  },
  'tunnel-cycle': {
    what: {
      en: 'Each of these tunnels runs over the next, and none over a real network.',
      pt: 'Cada um destes túneis passa pelo seguinte, e nenhum por uma rede real.',
    },
    remedy: {
      en: 'Let one of them run over a lan or internet network.',
      pt: 'Faça um deles passar por uma rede lan ou internet.',
    },
  },
  'tunnel-end-apart': {
    what: {
      en: 'An end of the tunnel is not on the network that is to carry it.',
      pt: 'Uma ponta do túnel não está na rede que deve carregá-lo.',
    },
    remedy: { en: 'Attach the machine to that network.', pt: 'Ligue a máquina a essa rede.' },
    example:
      '    vpn: { type: openvpn, over: internet, server: db, clients: [lb] }\n-   lb: { networks: { lan: auto } }\n+   lb: { networks: { lan: auto, internet: auto } }',
  },
  'tunnel-link': {
    what: {
      en: 'A tunnel’s packets cross the network that carries it: they are as slow, and as often lost, as that one’s.',
      pt: 'Os pacotes de um túnel passam pela rede que o carrega: são tão lentos, e se perdem tanto, quanto os dela.',
    },
    remedy: { en: 'Write the link there.', pt: 'Escreva o link nela.' },
    example: '    internet: { type: internet, link: { rate: 10mbit } }',
  },
  'not-a-tunnel-end': {
    what: {
      en: 'A machine is in a tunnel when it is the server or a client of it, not by being attached.',
      pt: 'Uma máquina está num túnel quando é servidora ou cliente dele, não por ser ligada a ele.',
    },
    remedy: { en: 'Name it under `clients`.', pt: 'Indique-a em `clients`.' },
    example: '+   vpn: { type: openvpn, over: internet, server: db, clients: [lb, app] }',
  },
  'lan-in-two-sites': {
    what: { en: 'A lan is a switch, and stands in one place.', pt: 'Uma lan é um switch, e fica em um só lugar.' },
    remedy: {
      en: 'Give each site a lan of its own, and join them by an internet network and a tunnel.',
      pt: 'Dê a cada local sua própria lan, e ligue-as por uma rede internet e um túnel.',
    },
  },
  'sites-apart': {
    what: {
      en: 'Only internet networks join sites, and no such network has machines of both.',
      pt: 'Só redes internet ligam locais, e nenhuma tem máquinas dos dois.',
    },
    remedy: { en: 'Attach a machine of each to the same one.', pt: 'Ligue uma máquina de cada à mesma.' },
    example:
      '+   lb: { networks: { lan: auto, internet: auto } }\n+   db: { site: cloud, networks: { internet: auto } }',
  },
  'site-not-served': {
    what: {
      en: 'The target does not say who makes the machines of this site.',
      pt: 'O alvo não diz quem faz as máquinas deste local.',
    },
    remedy: { en: 'Say it under `targets:`.', pt: 'Diga em `targets:`.' },
    example: '+ targets: { mine: { here: local, cloud: local } }',
  },
  'target-cannot-join': {
    what: {
      en: 'Local machines live in networks that exist inside this computer only; machines elsewhere cannot enter those.',
      pt: 'Máquinas locais vivem em redes que só existem dentro deste computador; máquinas de fora não entram nelas.',
    },
    remedy: { en: 'Make all sites local, or none.', pt: 'Faça todos os locais com local, ou nenhum.' },
  },
  unreachable: {
    what: {
      en: 'A service uses another one, and no way leads there: a lan they share, or a tunnel whose ends carry packets on. The internet is taken only to ports that are `public`.',
      pt: 'Um serviço usa outro, e nenhum caminho leva até lá: uma lan em comum, ou um túnel cujas pontas repassem pacotes. A internet só é usada para portas `public`.',
    },
    remedy: {
      en: 'Put both on one lan, join them by a tunnel, or make the port public.',
      pt: 'Ponha os dois na mesma lan, ligue-os por um túnel, ou torne a porta pública.',
    },
    example: '-       mariadb: {}\n+       mariadb: { public: [mysql] }',
  },
  'ambiguous-path': {
    what: {
      en: 'Two ways are equally good, and which one is taken would be chance.',
      pt: 'Dois caminhos são igualmente bons, e qual seria usado dependeria do acaso.',
    },
    remedy: { en: 'Name the network in `over`.', pt: 'Indique a rede em `over`.' },
    example:
      '-       shop: { role: survey-app, database: mariadb }\n+       shop: { role: survey-app, database: { of: mariadb, over: vpn } }',
  },
  'asymmetric-path': {
    what: {
      en: 'Packets would come by one way and the answers go by another, which firewalls and tunnels on the way do not understand.',
      pt: 'Os pacotes viriam por um caminho e as respostas iriam por outro, o que firewalls e túneis não entendem.',
    },
    remedy: {
      en: 'Take the machine in the middle off one of the networks, or name another in `over`.',
      pt: 'Tire a máquina do meio de uma das redes, ou indique outra em `over`.',
    },
  },
  'conflicting-routes': {
    what: {
      en: 'A machine would need two routes to the same subnet.',
      pt: 'Uma máquina precisaria de duas rotas para a mesma sub-rede.',
    },
    remedy: { en: 'Let both flows take the same networks.', pt: 'Faça os dois fluxos usarem as mesmas redes.' },
  },
  'public-without-internet': {
    what: {
      en: 'A port is open to the world, but its machine is on no internet network.',
      pt: 'Uma porta está aberta ao mundo, mas a máquina não está em nenhuma rede internet.',
    },
    remedy: { en: 'Attach the machine to one, or take `public` away.', pt: 'Ligue a máquina a uma, ou tire `public`.' },
  },
  'visitors-from-tunnel': {
    what: { en: 'Nobody stands in a tunnel.', pt: 'Ninguém fica dentro de um túnel.' },
    remedy: {
      en: 'Let visitors come from a lan or an internet network.',
      pt: 'Faça os visitantes virem de uma rede lan ou internet.',
    },
  },
  'visitors-unreachable': {
    what: {
      en: 'Visitors stand on a network in which the service’s machine has no address.',
      pt: 'Os visitantes estão numa rede em que a máquina do serviço não tem endereço.',
    },
    remedy: { en: 'Let them come from one that it is on.', pt: 'Faça-os vir de uma em que ela esteja.' },
    example: '-   class: { from: internet, to: web }\n+   class: { from: lan, to: web }',
  },
  'visitors-need-public': {
    what: {
      en: 'Visitors come from the internet, and nothing is open to it unless it says so.',
      pt: 'Os visitantes vêm da internet, e nada está aberto a ela sem que se diga.',
    },
    remedy: { en: 'Make the service public.', pt: 'Torne o serviço público.' },
    example: '-       web: { role: nginx, upstream: shop }\n+       web: { role: nginx, upstream: shop, public: true }',
  },
  'listen-taken': {
    what: {
      en: 'Two kinds of visitors would be found at the same port of this computer.',
      pt: 'Dois tipos de visitantes ficariam na mesma porta deste computador.',
    },
    remedy: {
      en: 'Choose another, or leave `listen` out for a free one.',
      pt: 'Escolha outra, ou tire `listen` para uma livre.',
    },
  },
};
