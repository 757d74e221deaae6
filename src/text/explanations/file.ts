import type { Explanations } from './explanation.ts';

/** Mistakes in how a topology is written: its YAML, keys and values. */
export const fileExplanations: Explanations = {
  'bad-yaml': {
    what: {
      en: 'The file is no YAML: most often a tab, a missing colon, a bracket that is never closed, or lines that do not line up.',
      pt: 'O arquivo não é YAML: quase sempre um tab, dois-pontos que faltam, um colchete que não fecha, ou linhas desalinhadas.',
    },
    remedy: {
      en: 'Indent with spaces, two a level; the line shown is where the reader lost its way, the mistake may stand just above.',
      pt: 'Indente com espaços, dois por nível; a linha mostrada é onde a leitura se perdeu, o erro pode estar logo acima.',
    },
    example: '-   networks: { lan: auto\n+   networks: { lan: auto }',
  },
  'empty-file': {
    what: { en: 'There is nothing in the file.', pt: 'Não há nada no arquivo.' },
    remedy: { en: 'Let `new` write a first topology.', pt: 'Deixe `new` escrever uma primeira topologia.' },
    example: 'bancada new shop',
  },
  'file-too-large': {
    what: {
      en: 'A topology may have 1 MiB; a larger file is no topology, or one that was generated.',
      pt: 'Uma topologia pode ter 1 MiB; um arquivo maior não é uma topologia, ou foi gerado.',
    },
    remedy: {
      en: 'Use groups with `count:` in place of single machines.',
      pt: 'Use grupos com `count:` em vez de máquinas avulsas.',
    },
    example: '+   app: { count: 50, networks: { lan: auto } }',
  },
  'file-too-deep': {
    what: {
      en: 'Maps and lists are nested deeper than any topology needs.',
      pt: 'Mapas e listas estão aninhados além do que qualquer topologia precisa.',
    },
    remedy: { en: 'Take levels out.', pt: 'Tire níveis.' },
  },
  'too-many-aliases': {
    what: {
      en: 'YAML anchors multiply what is written; this file would grow beyond measure.',
      pt: 'Âncoras de YAML multiplicam o que está escrito; este arquivo cresceria sem medida.',
    },
    remedy: {
      en: 'Write `defaults:` or groups in place of anchors.',
      pt: 'Escreva `defaults:` ou grupos em vez de âncoras.',
    },
  },
  'too-many-values': {
    what: {
      en: 'The file holds more values than a lab could have.',
      pt: 'O arquivo tem mais valores do que um lab poderia ter.',
    },
    remedy: { en: 'Use groups with `count:`.', pt: 'Use grupos com `count:`.' },
  },
  'bad-key': {
    what: {
      en: 'A key has to be plain text; a list or a map cannot be one.',
      pt: 'Uma chave tem de ser texto simples; uma lista ou um mapa não pode ser.',
    },
    remedy: { en: 'Write a word before the colon.', pt: 'Escreva uma palavra antes dos dois-pontos.' },
  },
  'forbidden-key': {
    what: {
      en: 'Some names mean something to the program itself and are not taken from files.',
      pt: 'Alguns nomes significam algo para o próprio programa e não são aceitos de arquivos.',
    },
    remedy: { en: 'Choose another name.', pt: 'Escolha outro nome.' },
    example: '- __proto__: {}',
  },
  'duplicate-key': {
    what: {
      en: 'The same key stands twice in one map, so one of the two would be lost without a word.',
      pt: 'A mesma chave aparece duas vezes num mapa, e uma das duas se perderia em silêncio.',
    },
    remedy: { en: 'Join the two, or rename one.', pt: 'Junte as duas, ou renomeie uma.' },
    example: '  machines:\n    app: { networks: { lan: auto } }\n-   app: { size: large }\n+   app2: { size: large }',
  },
  'missing-version': {
    what: {
      en: 'A topology begins with the version of its language, so that later Bancadas read it as it was meant.',
      pt: 'Uma topologia começa com a versão da linguagem, para que Bancadas futuras a leiam como foi escrita.',
    },
    remedy: { en: 'Write it at the top.', pt: 'Escreva no começo.' },
    example: '+ bancada: 1',
  },
  'unknown-version': {
    what: {
      en: 'The file is written for another Bancada than this one.',
      pt: 'O arquivo foi escrito para outra Bancada, não para esta.',
    },
    remedy: {
      en: 'Use a newer Bancada, or correct the number.',
      pt: 'Use uma Bancada mais nova, ou corrija o número.',
    },
    example: '- bancada: 2\n+ bancada: 1',
  },
  'missing-name': {
    what: {
      en: 'A lab is named after its file unless it says otherwise, and this file’s name cannot be a lab’s: it is too long or has other characters.',
      pt: 'Um lab tem o nome do seu arquivo se não disser outro, e o nome deste arquivo não serve: é longo demais ou tem outros caracteres.',
    },
    remedy: {
      en: 'Give the lab a name, or the file a shorter one.',
      pt: 'Dê um nome ao lab, ou um mais curto ao arquivo.',
    },
    example: '+ name: shop',
  },
  'unknown-key': {
    what: {
      en: 'Nothing here has a property of that name; it is probably misspelt, or indented one level too far.',
      pt: 'Nada aqui tem uma propriedade com esse nome; provavelmente há um erro de digitação, ou um nível de indentação a mais.',
    },
    remedy: {
      en: 'topology/README.md has the language on one page; editors complete every key.',
      pt: 'topology/README.md traz a linguagem numa página; editores completam cada chave.',
    },
    example: '-   app: { netwoks: { lan: auto } }\n+   app: { networks: { lan: auto } }',
  },
  'missing-key': {
    what: { en: 'Something that has no default is not said.', pt: 'Falta dizer algo que não tem padrão.' },
    remedy: { en: 'Write it below the place shown.', pt: 'Escreva-o dentro do lugar mostrado.' },
    example: '-     web: { role: nginx }\n+     web: { role: nginx, upstream: shop }',
  },
  'wrong-type': {
    what: {
      en: 'A text stands where a number is meant, a list where a map is meant, and so on.',
      pt: 'Há um texto onde se espera um número, uma lista onde se espera um mapa, e assim por diante.',
    },
    remedy: { en: 'Write it as the hint shows.', pt: 'Escreva como a dica mostra.' },
    example: '-   app: { count: "two" }\n+   app: { count: 2 }',
  },
  'unknown-value': {
    what: { en: 'Only certain words are possible here.', pt: 'Só certas palavras são possíveis aqui.' },
    remedy: { en: 'Take one of those that the hint names.', pt: 'Use uma das que a dica indica.' },
    example:
      '-       web: { role: nginx, upstream: shop, balance: roundrobin }\n+       web: { role: nginx, upstream: shop, balance: round_robin }',
  },
  'bad-value': {
    what: {
      en: 'The text does not have the form that is needed here.',
      pt: 'O texto não tem a forma necessária aqui.',
    },
    remedy: { en: 'Write it in the form that the hint shows.', pt: 'Escreva na forma que a dica mostra.' },
  },
  'too-small': {
    what: { en: 'The number, or the text, is below its limit.', pt: 'O número, ou o texto, está abaixo do limite.' },
    remedy: { en: 'The hint says the limit.', pt: 'A dica diz o limite.' },
    example: '-   app: { size: { cpus: 0 } }\n+   app: { size: { cpus: 0.5 } }',
  },
  'too-big': {
    what: { en: 'The number, or the text, is beyond its limit.', pt: 'O número, ou o texto, passa do limite.' },
    remedy: { en: 'The hint says the limit.', pt: 'A dica diz o limite.' },
    example: '-       redis: { port: 70000 }\n+       redis: { port: 6380 }',
  },
  'bad-name': {
    what: {
      en: 'Names become host names, devices and files, so they are narrow: a lower-case letter, then at most 14 lower-case letters, digits or hyphens.',
      pt: 'Nomes viram nomes de máquina, dispositivos e arquivos, por isso são restritos: uma letra minúscula, depois no máximo 14 letras minúsculas, dígitos ou hifens.',
    },
    remedy: {
      en: 'Shorten it, and leave accents, blanks and capitals out.',
      pt: 'Encurte, e deixe de fora acentos, espaços e maiúsculas.',
    },
    example: '-   Servidor_1: {}\n+   servidor1: {}',
  },
  'bad-text': {
    what: {
      en: 'The text has control characters, which could steer the terminal of whoever reads it.',
      pt: 'O texto tem caracteres de controle, que poderiam comandar o terminal de quem o lê.',
    },
    remedy: { en: 'Take them out.', pt: 'Tire-os.' },
  },
  'bad-address': {
    what: { en: 'This is no IPv4 address.', pt: 'Isto não é um endereço IPv4.' },
    remedy: {
      en: 'Write four numbers up to 255, or `auto` for the next free one.',
      pt: 'Escreva quatro números até 255, ou `auto` para o próximo livre.',
    },
    example: '-   app: { networks: { lan: 192.168.56 } }\n+   app: { networks: { lan: 192.168.56.11 } }',
  },
  'bad-subnet': {
    what: { en: 'This is no IPv4 subnet.', pt: 'Isto não é uma sub-rede IPv4.' },
    remedy: {
      en: 'Write an address and a prefix length, or leave `subnet` out for an automatic one.',
      pt: 'Escreva um endereço e um prefixo, ou tire `subnet` para uma automática.',
    },
    example: '-   lan: { subnet: 192.168.56.0 }\n+   lan: { subnet: 192.168.56.0/24 }',
  },
  'bad-duration': {
    what: { en: 'A duration needs a number and a unit.', pt: 'Uma duração precisa de um número e uma unidade.' },
    remedy: { en: 'Units are us, ms and s.', pt: 'As unidades são us, ms e s.' },
    example: '-   lan: { link: { delay: 15 } }\n+   lan: { link: { delay: 15ms } }',
  },
  'bad-rate': {
    what: { en: 'A rate needs a number and a unit.', pt: 'Uma taxa precisa de um número e uma unidade.' },
    remedy: {
      en: 'Units are bit, kbit, mbit and gbit, a second.',
      pt: 'As unidades são bit, kbit, mbit e gbit, por segundo.',
    },
    example: '-   lan: { link: { rate: 100M } }\n+   lan: { link: { rate: 100mbit } }',
  },
  'bad-loss': {
    what: { en: 'The share of lost packets is a percentage.', pt: 'A fração de pacotes perdidos é uma porcentagem.' },
    remedy: { en: 'Write it from 0% to 100%.', pt: 'Escreva de 0% a 100%.' },
    example: '-   lan: { link: { loss: 0.03 } }\n+   lan: { link: { loss: 3% } }',
  },
  'bad-storage': {
    what: {
      en: 'An amount of memory or disk needs a number and a unit.',
      pt: 'Uma quantidade de memória ou disco precisa de um número e uma unidade.',
    },
    remedy: { en: 'Units are MiB and GiB.', pt: 'As unidades são MiB e GiB.' },
    example: '-   app: { size: { memory: 512 } }\n+   app: { size: { memory: 512MiB } }',
  },
  'bad-offer': {
    what: {
      en: 'A sketched role offers ports, and this is none.',
      pt: 'Um papel esboçado oferece portas, e isto não é uma.',
    },
    remedy: { en: 'Write a number, and /udp where it is not TCP.', pt: 'Escreva um número, e /udp onde não for TCP.' },
    example: '-   dns: { offers: { dns: udp } }\n+   dns: { offers: { dns: 53/udp } }',
  },
  'bad-url': {
    what: {
      en: 'A check of a page needs an http address; the host may be a service or a machine.',
      pt: 'A verificação de uma página precisa de um endereço http; o host pode ser um serviço ou uma máquina.',
    },
    remedy: { en: 'Begin with http://.', pt: 'Comece com http://.' },
    example: '-   home: { kind: http, from: lan, url: web/ }\n+   home: { kind: http, from: lan, url: "http://web/" }',
  },
  'bad-reference': {
    what: {
      en: 'A parameter refers to another service, and this text cannot be one’s name.',
      pt: 'Um parâmetro se refere a outro serviço, e este texto não pode ser o nome de um.',
    },
    remedy: {
      en: 'Write the service’s name, with @machine or `over` where it matters.',
      pt: 'Escreva o nome do serviço, com @máquina ou `over` onde importar.',
    },
    example:
      '-       shop: { role: survey-app, database: mariadb.db }\n+       shop: { role: survey-app, database: mariadb@db }',
  },
  'bad-instance': {
    what: {
      en: 'A service is meant here, on all of its machines or on one.',
      pt: 'Aqui se indica um serviço, em todas as suas máquinas ou em uma.',
    },
    remedy: { en: 'Write its name, or name@machine.', pt: 'Escreva o nome dele, ou nome@máquina.' },
    example: '-   class: { from: lan, to: web/lb }\n+   class: { from: lan, to: web@lb }',
  },
  'bad-count': {
    what: { en: 'A group has from 1 to 250 machines.', pt: 'Um grupo tem de 1 a 250 máquinas.' },
    remedy: {
      en: 'Write a whole number between the two, or take the group out.',
      pt: 'Escreva um número inteiro entre os dois, ou tire o grupo.',
    },
    example: '-   app: { count: 0 }\n+   app: { count: 2 }',
  },
  'too-many-machines': {
    what: {
      en: 'A lab has at most 500 machines, so that a file of a few lines cannot keep a computer busy for hours.',
      pt: 'Um lab tem no máximo 500 máquinas, para que um arquivo de poucas linhas não ocupe um computador por horas.',
    },
    remedy: { en: 'Lower a `count`, or make two labs of it.', pt: 'Diminua um `count`, ou faça dois labs.' },
    example: '-   app: { count: 250 }\n+   app: { count: 100 }',
  },
  'too-many-flows': {
    what: {
      en: 'Each instance of a service talks to every instance of what it uses: two groups of 150 machines make 22500 flows, each with rules and checks of its own. A lab has at most 10000.',
      pt: 'Cada instância de um serviço fala com todas as do que usa: dois grupos de 150 máquinas são 22500 fluxos, cada um com regras e verificações próprias. Um lab tem no máximo 10000.',
    },
    remedy: {
      en: 'Lower a `count`, or let the service use a single machine of the other.',
      pt: 'Diminua um `count`, ou faça o serviço usar uma só máquina do outro.',
    },
    example: '-   upstream: redis\n+   upstream: redis@lb',
  },
};
