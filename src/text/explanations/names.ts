import type { Explanations } from './explanation.ts';

const misspelt = {
  en: 'Correct the name, or declare what it is meant to name; the hint has the nearest one.',
  pt: 'Corrija o nome, ou declare o que ele deveria indicar; a dica traz o mais parecido.',
};

/** Names that mean nothing, or two things, in a topology; services that do not fit. */
export const nameExplanations: Explanations = {
  'unknown-network': {
    what: {
      en: 'A network is named that stands nowhere under `networks:`.',
      pt: 'É citada uma rede que não está em `networks:`.',
    },
    remedy: misspelt,
    example:
      '  networks: { lan: {} }\n  machines:\n-   app: { networks: { lna: auto } }\n+   app: { networks: { lan: auto } }',
  },
  'unknown-machine': {
    what: {
      en: 'No machine, group or (on the command line) service has that name. A group with `count: 2` named app has the machines app1 and app2.',
      pt: 'Nenhuma máquina, grupo ou (na linha de comando) serviço tem esse nome. Um grupo app com `count: 2` tem as máquinas app1 e app2.',
    },
    remedy: misspelt,
    example: 'bancada show survey',
  },
  'unknown-service': {
    what: { en: 'No machine carries a service of that name.', pt: 'Nenhuma máquina tem um serviço com esse nome.' },
    remedy: misspelt,
    example: '-       web: { role: nginx, upstream: survei }\n+       web: { role: nginx, upstream: survey }',
  },
  'unknown-role': {
    what: {
      en: 'A service’s role says how it is made; there is none of this name. Without `role:`, the service’s own name is its role.',
      pt: 'O papel de um serviço diz como ele é feito; não há nenhum com este nome. Sem `role:`, o próprio nome do serviço é o papel.',
    },
    remedy: {
      en: 'Take one that there is, sketch it under `roles:`, or write it: `new --role`, docs/roles.md.',
      pt: 'Use um que exista, esboce-o em `roles:`, ou escreva-o: `new --role`, docs/pt/roles.md.',
    },
    example: '-       cache: {}\n+       cache: { role: redis }',
  },
  'unknown-size': {
    what: { en: 'There is no size of that name.', pt: 'Não há tamanho com esse nome.' },
    remedy: {
      en: 'Take one of plain, small, medium, large and huge, or write the values.',
      pt: 'Use plain, small, medium, large ou huge, ou escreva os valores.',
    },
    example: '-   app: { size: mini }\n+   app: { size: { cpus: 0.25, memory: 128MiB } }',
  },
  'unknown-site': {
    what: { en: 'A target names a site at which no machine stands.', pt: 'Um alvo cita um local onde não há máquina.' },
    remedy: misspelt,
  },
  'unknown-port': {
    what: { en: 'The service offers no port of that name.', pt: 'O serviço não oferece porta com esse nome.' },
    remedy: {
      en: '`show` lists the ports of every service; leave the name out for the first one.',
      pt: '`show` lista as portas de cada serviço; tire o nome para usar a primeira.',
    },
    example: 'bancada show survey',
  },
  'unknown-member': {
    what: {
      en: '`members:` says what single machines of a group have otherwise, and the group has no such machine.',
      pt: '`members:` diz o que máquinas do grupo têm de diferente, e o grupo não tem essa máquina.',
    },
    remedy: {
      en: 'Machines are named group and number, from 1.',
      pt: 'As máquinas se chamam grupo e número, a partir de 1.',
    },
    example: '  app:\n    count: 2\n-   members: { app3: { size: large } }\n+   members: { app2: { size: large } }',
  },
  'unknown-placeholder': {
    what: {
      en: 'A name in braces in `message:` stands for the address at which visitors find that service, and nobody visits this one.',
      pt: 'Um nome entre chaves em `message:` indica o endereço em que visitantes acham aquele serviço, e ninguém visita este.',
    },
    remedy: { en: 'Name a service of `visitors:`.', pt: 'Indique um serviço de `visitors:`.' },
    example:
      '- message: The shop is at {shop}.\n+ message: The shop is at {web}.\n  visitors: { class: { from: lan, to: web } }',
  },
  'duplicate-machine': {
    what: { en: 'Two groups make a machine of the same name.', pt: 'Dois grupos criam uma máquina com o mesmo nome.' },
    remedy: { en: 'Rename one of them.', pt: 'Renomeie um deles.' },
    example: '    app: { count: 2 }\n-   app1: {}\n+   extra: {}',
  },
  'no-machines': {
    what: { en: 'A lab needs at least one machine.', pt: 'Um lab precisa de ao menos uma máquina.' },
    remedy: { en: 'Add one.', pt: 'Ponha uma.' },
    example: '+ machines: { app: { networks: { lan: auto } } }',
  },
  'service-with-two-roles': {
    what: {
      en: 'One name is one service, on as many machines as you like; here it is made in two ways.',
      pt: 'Um nome é um serviço, em quantas máquinas quiser; aqui ele é feito de dois modos.',
    },
    remedy: { en: 'Rename one of the two.', pt: 'Renomeie um dos dois.' },
  },
  'service-name-taken': {
    what: {
      en: 'Every machine has a few services that nobody writes, such as its firewall; this one bears the name of such a one.',
      pt: 'Toda máquina tem alguns serviços que ninguém escreve, como o firewall; este tem o nome de um deles.',
    },
    remedy: { en: 'Give it another name and say its role.', pt: 'Dê outro nome e diga o papel.' },
    example: '-       firewall: { role: memcached }\n+       cache: { role: memcached }',
  },
  'role-already-exists': {
    what: {
      en: 'A role sketched in the file bears the name of one that Bancada can really make.',
      pt: 'Um papel esboçado no arquivo tem o nome de um que a Bancada sabe fazer de verdade.',
    },
    remedy: { en: 'Leave the sketch out, or rename it.', pt: 'Tire o esboço, ou renomeie-o.' },
  },
  'role-twice': {
    what: {
      en: 'Debian’s package of this role has one configuration and one unit, so that a machine has room for one such service.',
      pt: 'O pacote Debian deste papel tem uma configuração e uma unidade, de modo que só cabe um serviço desses por máquina.',
    },
    remedy: { en: 'Put the second one on a machine of its own.', pt: 'Ponha o segundo em outra máquina.' },
    example: '    db: { services: { sessions: { role: redis } } }\n+   cache: { services: { cache: { role: redis } } }',
  },
  'runtime-not-possible': {
    what: {
      en: 'This role does not know how to be a container; it runs on its machine directly. nginx knows how, and what the file itself sketches may say anything.',
      pt: 'Este papel não sabe ser um contêiner; roda direto na máquina. O nginx sabe, e o que o próprio arquivo esboça pode dizer qualquer coisa.',
    },
    remedy: { en: 'Leave `runtime` out.', pt: 'Tire `runtime`.' },
    example: '-       cache: { role: memcached, runtime: docker }\n+       cache: { role: memcached }',
  },
  'port-clash': {
    what: {
      en: 'Two services of one machine listen on the same port.',
      pt: 'Dois serviços de uma máquina escutam na mesma porta.',
    },
    remedy: {
      en: 'Give one of them another port, or another machine.',
      pt: 'Dê a um deles outra porta, ou outra máquina.',
    },
    example: '-       admin: { role: survey-app, port: 8000 }\n+       admin: { role: survey-app, port: 8001 }',
  },
  'nothing-offered': {
    what: {
      en: 'A service is referred to that listens nowhere.',
      pt: 'Há referência a um serviço que não escuta em lugar nenhum.',
    },
    remedy: {
      en: 'Refer to one with a port, or give the sketched role `offers:`.',
      pt: 'Indique um que tenha porta, ou dê `offers:` ao papel esboçado.',
    },
  },
  'uses-itself': {
    what: { en: 'The service would talk to itself alone.', pt: 'O serviço só falaria consigo mesmo.' },
    remedy: { en: 'Name the service that it really uses.', pt: 'Indique o serviço que ele realmente usa.' },
  },
  'no-such-host': {
    what: {
      en: 'A check of your own names something that its place does not know.',
      pt: 'Uma verificação sua cita algo que o lugar dela não conhece.',
    },
    remedy: {
      en: 'Name a service or machine, or write an address.',
      pt: 'Indique um serviço ou máquina, ou escreva um endereço.',
    },
  },
  'no-such-place': {
    what: {
      en: 'A check is to look from somewhere that is neither a machine nor a lan or internet network.',
      pt: 'Uma verificação deveria olhar de algo que não é máquina nem rede lan ou internet.',
    },
    remedy: misspelt,
    example: '+   home: { kind: http, from: lan, url: "http://web/" }',
  },
  'check-from-tunnel': {
    what: {
      en: 'Nobody stands in a tunnel, so that nothing can be looked at from there.',
      pt: 'Ninguém fica dentro de um túnel, então nada pode ser visto dali.',
    },
    remedy: {
      en: 'Look from a machine at its end, or from the network that carries it.',
      pt: 'Olhe de uma máquina na ponta dele, ou da rede que o carrega.',
    },
  },
  'not-inspectable': {
    what: {
      en: 'The role of this service has no account by which its data may be read.',
      pt: 'O papel deste serviço não tem conta pela qual se possa ler os dados.',
    },
    remedy: {
      en: 'Ask a mariadb by `sql`, a redis by `redis`, anything else by `command`.',
      pt: 'Consulte um mariadb com `sql`, um redis com `redis`, o resto com `command`.',
    },
  },
};
