import type { Sentence } from '../model/sentence.ts';
import { same } from './wording.ts';

interface Told {
  readonly message: Sentence;
  readonly hint: Sentence;
}

/** What is said about machines in EC2. */
export const ec2Texts = {
  tooLarge: (machine: string): Told => ({
    message: {
      en: `${machine} is larger than any instance that Bancada makes`,
      pt: `${machine} é maior que qualquer instância que a Bancada cria`,
    },
    hint: { en: 'give it a smaller `size` in the topology', pt: 'dê a ela um `size` menor na topologia' },
  }),
  neverPublic: (flow: string, port: number): Told => ({
    message: {
      en: `${flow} would open port ${String(port)} to the whole world, which Bancada never does`,
      pt: `${flow} abriria a porta ${String(port)} ao mundo inteiro, o que a Bancada nunca faz`,
    },
    hint: {
      en: 'take `public` off it, and let who needs it come through a tunnel',
      pt: 'tire o `public` dela, e deixe quem precisa vir por um túnel',
    },
  }),
  fromWorld: (cidr: string): Told => ({
    message: {
      en: `--from-cidr ${cidr} would open port 22 to the whole world, which Bancada never does`,
      pt: `--from-cidr ${cidr} abriria a porta 22 ao mundo inteiro, o que a Bancada nunca faz`,
    },
    hint: {
      en: 'leave it out for your own public address, or give the network of your school or company',
      pt: 'deixe-o de fora para usar o seu próprio endereço público, ou dê a rede da sua escola ou empresa',
    },
  }),
  tooSlow: (what: Sentence, forMs: number): Told => ({
    message: {
      en: `${what.en}: not within ${String(Math.round(forMs / 1000))} s`,
      pt: `${what.pt}: não em ${String(Math.round(forMs / 1000))} s`,
    },
    hint: {
      en: '`bancada up` goes on where it stopped; `bancada destroy` removes what was made',
      pt: '`bancada up` continua de onde parou; `bancada destroy` remove o que foi feito',
    },
  }),
  otherRegion: (lab: string, begun: string, wanted: string): Told => ({
    message: {
      en: `${lab} stands in ${begun}, not in ${wanted}`,
      pt: `${lab} está em ${begun}, não em ${wanted}`,
    },
    hint: {
      en: `leave --region out; to move it, destroy it and bring it up again`,
      pt: `deixe --region de fora; para mudá-lo, destrua-o e suba-o de novo`,
    },
  }),
  noImage: (region: string): Told => ({
    message: {
      en: `${region} has no official image of Debian 12`,
      pt: `${region} não tem imagem oficial do Debian 12`,
    },
    hint: { en: 'take another --region', pt: 'use outra --region' },
  }),
  notThere: (machine: string): Told => ({
    message: { en: `${machine} has no address in the cloud yet`, pt: `${machine} ainda não tem endereço na nuvem` },
    hint: { en: '`bancada up` makes it', pt: '`bancada up` a cria' },
  }),
  noVantage: (network: string): Sentence => ({
    en: `nobody here can look into ${network}: it is inside the cloud`,
    pt: `ninguém aqui consegue olhar para dentro de ${network}: ela está dentro da nuvem`,
  }),
  accountGood: (region: string): Sentence => ({
    en: `AWS accepts the credentials, and has EC2 in ${region}`,
    pt: `a AWS aceita as credenciais, e tem EC2 em ${region}`,
  }),
  making: (type: string, region: string): Sentence => ({
    en: `instance ${type} in ${region}`,
    pt: `instância ${type} em ${region}`,
  }),
  groundwork: (region: string): Sentence => ({
    en: `key, security groups and addresses in ${region}`,
    pt: `chave, grupos de segurança e endereços em ${region}`,
  }),
  ends: (machine: string, at: string): Sentence => ({
    en: `${machine} ends itself at ${at}; its Elastic IP stays, and costs, until \`bancada destroy\``,
    pt: `${machine} termina sozinha em ${at}; o Elastic IP dela fica, e custa, até \`bancada destroy\``,
  }),
  otherHours: (machine: string): Sentence => ({
    en: `${machine} keeps the end it was made with: another --max-hours holds only for an instance that is made anew`,
    pt: `${machine} mantém o fim com que foi criada: outro --max-hours só vale para uma instância criada de novo`,
  }),
  awaitRunning: { en: 'the instance starts', pt: 'a instância inicia' },
  awaitStopped: { en: 'the instance stops', pt: 'a instância para' },
  awaitEnded: { en: 'the instance ends', pt: 'a instância termina' },
  awaitKnown: { en: 'all of EC2 learns of it', pt: 'todo o EC2 fica sabendo' },
  awaitKey: {
    en: 'the machine shows its host key on its console',
    pt: 'a máquina mostra a sua chave de host no console',
  },
  keyTaken: { en: 'takes the host key that the lab made for it', pt: 'recebe a chave de host que o lab fez' },
  stops: { en: 'stops in the cloud', pt: 'para na nuvem' },
  destroys: (region: string): Sentence => ({
    en: `removing what is in ${region}`,
    pt: `removendo o que está em ${region}`,
  }),
  couldNotLook: (region: string, why: Sentence): Sentence => ({
    en: `could not look into ${region}: ${why.en}`,
    pt: `não foi possível olhar em ${region}: ${why.pt}`,
  }),
  differentType: (is: string, should: string): Sentence => ({
    en: `is a ${is} and should be a ${should}`,
    pt: `é uma ${is} e deveria ser uma ${should}`,
  }),
  noAddress: { en: 'its Elastic IP does not lead to it', pt: 'o Elastic IP não leva a ela' },
  noGroup: { en: 'its security group is gone', pt: 'o grupo de segurança sumiu' },
  notPinned: {
    en: 'an earlier run stopped before it had the lab’s host key',
    pt: 'uma execução anterior parou antes de ela ter a chave de host do lab',
  },
  rulesDiffer: (missing: readonly string[], extra: readonly string[]): Sentence => {
    const tell = (sign: string, rules: readonly string[]) => rules.map((rule) => `${sign}${rule}`);
    const all = [...tell('+', missing), ...tell('-', extra)].join(', ');
    return { en: `its security group: ${all}`, pt: `o grupo de segurança: ${all}` };
  },
  and: (reasons: readonly Sentence[]): Sentence => ({
    en: reasons.map(({ en }) => en).join('; '),
    pt: reasons.map(({ pt }) => pt).join('; '),
  }),
  willMake: (machine: string, type: string, disk: number, region: string): Sentence => ({
    en: `makes ${machine} in ${region}: ${type}, encrypted disk of ${String(disk)} GiB, Elastic IP`,
    pt: `cria ${machine} em ${region}: ${type}, disco cifrado de ${String(disk)} GiB, Elastic IP`,
  }),
  willOpen: (machine: string, rule: string, why: string): Sentence => ({
    en: `${machine} lets in ${rule} (${why})`,
    pt: `${machine} deixa entrar ${rule} (${why.replace('management', 'administração')})`,
  }),
  holds: (kind: string, id: string): Sentence => same(`${kind} ${id}`),
} as const satisfies Readonly<Record<string, Sentence | Told | ((...values: never[]) => Sentence | Told)>>;
