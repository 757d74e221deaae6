import type { Sentence } from '../model/sentence.ts';

interface Told {
  readonly message: Sentence;
  readonly hint: Sentence;
}

const renew: Sentence = {
  en: 'get new ones (in a student account: “AWS Details”, then paste them into ~/.aws/credentials) and run the same command again: it goes on where it stopped',
  pt: 'obtenha novas (em conta de estudante: “AWS Details”, e cole-as em ~/.aws/credentials) e rode o mesmo comando de novo: ele continua de onde parou',
};

/** What goes wrong with EC2, in the words of somebody who is not AWS. */
export const ec2Errors = {
  noCredentials: {
    message: { en: 'no AWS credentials were found', pt: 'nenhuma credencial da AWS foi encontrada' },
    hint: {
      en: 'run `aws configure`, or write them into ~/.aws/credentials, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; Bancada looks where every AWS tool does and stores none',
      pt: 'rode `aws configure`, ou escreva-as em ~/.aws/credentials, ou defina AWS_ACCESS_KEY_ID e AWS_SECRET_ACCESS_KEY; a Bancada procura onde toda ferramenta da AWS procura e não guarda nenhuma',
    },
  },
  expired: {
    message: { en: 'the AWS credentials have expired', pt: 'as credenciais da AWS expiraram' },
    hint: renew,
  },
  wrongClock: {
    message: {
      en: 'AWS says that the request is too old or too new',
      pt: 'a AWS diz que o pedido é velho ou novo demais',
    },
    hint: {
      en: 'set this computer’s clock; if it is right, the credentials have expired: get new ones',
      pt: 'acerte o relógio deste computador; se estiver certo, as credenciais expiraram: obtenha novas',
    },
  },
  refused: (region: string): Told => ({
    message: { en: 'AWS does not accept these credentials', pt: 'a AWS não aceita estas credenciais' },
    hint: {
      en: `see that key, secret and (for temporary ones) session token are all of the same set, and that the account may use ${region}`,
      pt: `veja se chave, segredo e (nas temporárias) token de sessão são do mesmo conjunto, e se a conta pode usar ${region}`,
    },
  }),
  forbidden: (operation: string, region: string): Told => ({
    message: {
      en: `this AWS account may not do ${operation} in ${region}`,
      pt: `esta conta da AWS não pode fazer ${operation} em ${region}`,
    },
    hint: {
      en: 'student accounts often allow us-east-1 or us-west-2 only: try --region us-east-1; else ask who owns the account for that permission',
      pt: 'contas de estudante costumam permitir só us-east-1 ou us-west-2: tente --region us-east-1; senão, peça essa permissão a quem é dono da conta',
    },
  }),
  noRegion: {
    message: { en: 'no AWS region is set', pt: 'nenhuma região da AWS está definida' },
    hint: {
      en: 'say one: --region sa-east-1, or AWS_REGION, or `aws configure`',
      pt: 'diga uma: --region sa-east-1, ou AWS_REGION, ou `aws configure`',
    },
  },
  noSuchRegion: (region: string): Told => ({
    message: { en: `there is no EC2 in ${region}`, pt: `não há EC2 em ${region}` },
    hint: {
      en: 'see how the region is written (sa-east-1, us-east-1) and that this computer is on the internet',
      pt: 'veja como se escreve a região (sa-east-1, us-east-1) e se este computador está na internet',
    },
  }),
  unreachable: (region: string): Told => ({
    message: { en: `EC2 in ${region} gave no answer`, pt: `o EC2 em ${region} não respondeu` },
    hint: {
      en: 'see that this computer is on the internet (a proxy or a school’s network may be in the way) and run the same command again',
      pt: 'veja se este computador está na internet (um proxy ou a rede da escola podem atrapalhar) e rode o mesmo comando de novo',
    },
  }),
  notReady: {
    message: {
      en: 'this AWS account may not run instances yet',
      pt: 'esta conta da AWS ainda não pode rodar instâncias',
    },
    hint: {
      en: 'AWS still checks the account, or has blocked it: it says why by e-mail and at the top of the console',
      pt: 'a AWS ainda verifica a conta, ou a bloqueou: ela diz por quê por e-mail e no topo do console',
    },
  },
  quota: (region: string): Told => ({
    message: { en: `the account’s limit in ${region} is reached`, pt: `o limite da conta em ${region} foi atingido` },
    hint: {
      en: '`bancada list --cloud` shows what it still holds; remove some of it, or ask for more under Service Quotas',
      pt: '`bancada list --cloud` mostra o que ela ainda tem; remova algo, ou peça mais em Service Quotas',
    },
  }),
  noCapacity: (region: string): Told => ({
    message: {
      en: `AWS has no room for such an instance in ${region} right now`,
      pt: `a AWS não tem lugar para uma instância assim em ${region} agora`,
    },
    hint: {
      en: 'run the same command again in a few minutes, or destroy the lab and bring it up in another --region',
      pt: 'rode o mesmo comando daqui a alguns minutos, ou destrua o lab e suba-o em outra --region',
    },
  }),
  typeRefused: {
    message: {
      en: 'the account may not run instances of that size',
      pt: 'a conta não pode rodar instâncias desse tamanho',
    },
    hint: {
      en: 'accounts on the free plan allow small sizes only: let the machine be `size: small` in the topology',
      pt: 'contas no plano gratuito só permitem tamanhos pequenos: use `size: small` para a máquina na topologia',
    },
  },
  throttled: {
    message: { en: 'AWS asks for fewer requests', pt: 'a AWS pede menos pedidos' },
    hint: {
      en: 'somebody else uses the account heavily; run the same command again in a minute: it goes on where it stopped',
      pt: 'alguém mais usa a conta intensamente; rode o mesmo comando daqui a um minuto: ele continua de onde parou',
    },
  },
  noDefaultVpc: (region: string): Told => ({
    message: { en: `the account has no default VPC in ${region}`, pt: `a conta não tem VPC padrão em ${region}` },
    hint: {
      en: `make it: aws ec2 create-default-vpc --region ${region} (in the console: VPC, Actions, Create default VPC)`,
      pt: `crie-a: aws ec2 create-default-vpc --region ${region} (no console: VPC, Actions, Create default VPC)`,
    },
  }),
  notFoundYet: (region: string): Told => ({
    message: {
      en: `EC2 in ${region} does not find what it has just made`,
      pt: `o EC2 em ${region} não acha o que acabou de criar`,
    },
    hint: {
      en: 'this passes: run the same command again; if it stays, somebody removed it meanwhile',
      pt: 'isso passa: rode o mesmo comando de novo; se continuar, alguém removeu no meio tempo',
    },
  }),
  changing: {
    message: { en: 'the instance is just changing its state', pt: 'a instância está mudando de estado' },
    hint: { en: 'run the same command again in a minute', pt: 'rode o mesmo comando daqui a um minuto' },
  },
  unavailable: (region: string): Told => ({
    message: { en: `EC2 in ${region} has a problem of its own`, pt: `o EC2 em ${region} está com um problema` },
    hint: {
      en: 'run the same command again in a few minutes; https://health.aws.amazon.com tells of outages',
      pt: 'rode o mesmo comando daqui a alguns minutos; https://health.aws.amazon.com informa interrupções',
    },
  }),
  other: (operation: string, name: string, message: string): Told => ({
    message: {
      en: `EC2 refused ${operation}: ${name}: ${message}`,
      pt: `o EC2 recusou ${operation}: ${name}: ${message}`,
    },
    hint: {
      en: '`bancada status` shows what is there; `bancada destroy` removes it',
      pt: '`bancada status` mostra o que existe; `bancada destroy` remove',
    },
  }),
  interrupted: {
    message: { en: 'interrupted', pt: 'interrompido' },
    hint: {
      en: '`bancada up` goes on where it stopped; `bancada destroy` removes what was made',
      pt: '`bancada up` continua de onde parou; `bancada destroy` remove o que foi feito',
    },
  },
} as const;
