import type { Explanations } from './explanation.ts';

/** What can go wrong with machines in the cloud. */
export const cloudExplanations: Explanations = {
  'cost-unknown': {
    what: {
      en: 'The price table has no prices of that region, so --max-cost could not be kept.',
      pt: 'A tabela de preços não tem os preços dessa região, então não há como respeitar --max-cost.',
    },
    remedy: {
      en: 'Look the price up and agree when asked, or take a region of the table in docs/ec2.md.',
      pt: 'Veja o preço e concorde quando perguntado, ou use uma região da tabela em docs/pt/ec2.md.',
    },
  },
  'ec2-no-credentials': {
    what: {
      en: 'AWS is asked with credentials, and none were found where every AWS tool looks.',
      pt: 'A AWS é consultada com credenciais, e nenhuma foi encontrada onde toda ferramenta da AWS procura.',
    },
    remedy: {
      en: 'Write them into ~/.aws/credentials, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      pt: 'Escreva-as em ~/.aws/credentials, ou defina AWS_ACCESS_KEY_ID e AWS_SECRET_ACCESS_KEY.',
    },
    example: 'aws configure',
  },
  'ec2-credentials-expired': {
    what: {
      en: 'Temporary credentials end after some hours; those of student accounts, with the session.',
      pt: 'Credenciais temporárias acabam após algumas horas; as de contas de estudante, com a sessão.',
    },
    remedy: {
      en: 'Get new ones and run the same command again: it goes on where it stopped.',
      pt: 'Obtenha novas e rode o mesmo comando de novo: ele continua de onde parou.',
    },
  },
  'ec2-clock': {
    what: {
      en: 'AWS refuses requests whose time is minutes away from its own; temporary credentials that ended look the same.',
      pt: 'A AWS recusa pedidos cuja hora está a minutos da dela; credenciais temporárias que acabaram parecem o mesmo.',
    },
    remedy: {
      en: 'Set the clock of this computer; if it is right, get new credentials.',
      pt: 'Acerte o relógio deste computador; se estiver certo, obtenha novas credenciais.',
    },
    example: 'date --utc',
  },
  'ec2-credentials-refused': {
    what: {
      en: 'Key, secret and session token do not belong together, were taken back, or the region is not switched on for the account.',
      pt: 'Chave, segredo e token de sessão não combinam, foram revogados, ou a região não está ligada na conta.',
    },
    remedy: {
      en: 'Copy all of them anew from the same place, and see which region is meant.',
      pt: 'Copie todos de novo do mesmo lugar, e veja qual região se quer.',
    },
    example: 'aws sts get-caller-identity',
  },
  'ec2-forbidden': {
    what: {
      en: 'The account exists, and may not do this: student accounts allow few regions and few kinds of instances.',
      pt: 'A conta existe, e não pode fazer isto: contas de estudante permitem poucas regiões e poucos tipos de instância.',
    },
    remedy: {
      en: 'Take a region that it may use, or ask its owner.',
      pt: 'Use uma região permitida, ou fale com o dono da conta.',
    },
    example: 'bancada up survey --on real --region us-east-1',
  },
  'ec2-account-not-ready': {
    what: {
      en: 'AWS still checks a new account, or has blocked it.',
      pt: 'A AWS ainda verifica uma conta nova, ou a bloqueou.',
    },
    remedy: {
      en: 'Read what AWS wrote by e-mail, and what stands at the top of the console.',
      pt: 'Leia o que a AWS escreveu por e-mail, e o que está no topo do console.',
    },
  },
  'ec2-type-refused': {
    what: {
      en: 'An account on the free plan runs small instances only.',
      pt: 'Uma conta no plano gratuito só roda instâncias pequenas.',
    },
    remedy: { en: 'Give the machine `size: small` in the topology.', pt: 'Dê à máquina `size: small` na topologia.' },
  },
  'ec2-quota': {
    what: {
      en: 'Each account has a limit of processors, addresses and security groups in each region, and it is reached.',
      pt: 'Cada conta tem um limite de processadores, endereços e grupos de segurança em cada região, e ele foi atingido.',
    },
    remedy: {
      en: 'Remove what is not used any more, or ask for more under Service Quotas.',
      pt: 'Remova o que não se usa mais, ou peça mais em Service Quotas.',
    },
    example: 'bancada list --cloud',
  },
  'ec2-no-capacity': {
    what: {
      en: 'AWS itself has no such instance free in that region right now.',
      pt: 'A própria AWS não tem uma instância assim livre nessa região agora.',
    },
    remedy: { en: 'Wait some minutes, or take another region.', pt: 'Espere alguns minutos, ou use outra região.' },
  },
  'ec2-throttled': {
    what: {
      en: 'AWS limits how often an account may ask, and it was asked again and again for a minute and a half.',
      pt: 'A AWS limita quantas vezes uma conta pode perguntar, e perguntou-se repetidamente por um minuto e meio.',
    },
    remedy: { en: 'Run the same command again in a minute.', pt: 'Rode o mesmo comando daqui a um minuto.' },
  },
  'ec2-no-default-vpc': {
    what: {
      en: 'Instances are put into the region’s default network, and somebody has removed it.',
      pt: 'As instâncias vão para a rede padrão da região, e alguém a removeu.',
    },
    remedy: { en: 'Make it again; it costs nothing.', pt: 'Crie-a de novo; não custa nada.' },
    example: 'aws ec2 create-default-vpc --region sa-east-1',
  },
  'ec2-not-found': {
    what: {
      en: 'EC2 takes a while to know everywhere what it has made, and for a minute it did not.',
      pt: 'O EC2 demora um pouco para saber em toda parte o que criou, e por um minuto não soube.',
    },
    remedy: {
      en: 'Run the same command again. If it stays, somebody removed it meanwhile.',
      pt: 'Rode o mesmo comando de novo. Se continuar, alguém removeu no meio tempo.',
    },
  },
  'ec2-changing': {
    what: {
      en: 'An instance that is just starting, stopping or ending takes no other orders.',
      pt: 'Uma instância que está iniciando, parando ou terminando não aceita outras ordens.',
    },
    remedy: { en: 'Run the same command again in a minute.', pt: 'Rode o mesmo comando daqui a um minuto.' },
  },
  'ec2-no-region': {
    what: {
      en: 'AWS has many regions, and neither --region nor AWS’s own settings name one.',
      pt: 'A AWS tem muitas regiões, e nem --region nem as configurações da AWS nomeiam uma.',
    },
    remedy: { en: 'Name one.', pt: 'Nomeie uma.' },
    example: 'bancada up survey --on real --region sa-east-1',
  },
  'ec2-no-such-region': {
    what: {
      en: 'The region is written in a way that AWS does not know, or this computer cannot resolve names.',
      pt: 'A região está escrita de um jeito que a AWS não conhece, ou este computador não resolve nomes.',
    },
    remedy: { en: 'Write it as AWS does.', pt: 'Escreva-a como a AWS.' },
    example: 'bancada up survey --on real --region sa-east-1',
  },
  'ec2-other-region': {
    what: {
      en: 'A lab stands in one region, and this one was begun in another.',
      pt: 'Um lab fica em uma região, e este foi iniciado em outra.',
    },
    remedy: {
      en: 'Leave --region out. To move it, destroy it and bring it up again.',
      pt: 'Deixe --region de fora. Para mudá-lo, destrua-o e suba-o de novo.',
    },
  },
  'ec2-unreachable': {
    what: {
      en: 'No answer came from AWS: no network, a proxy, or an outage.',
      pt: 'Nenhuma resposta veio da AWS: sem rede, um proxy, ou uma queda.',
    },
    remedy: {
      en: 'Try the region’s address in a browser, then run the same command again: nothing is made twice.',
      pt: 'Tente o endereço da região num navegador, e rode o mesmo comando de novo: nada é criado duas vezes.',
    },
  },
  'ec2-unavailable': {
    what: {
      en: 'AWS answered that it has a problem of its own.',
      pt: 'A AWS respondeu que está com um problema dela.',
    },
    remedy: { en: 'Run the same command again in a few minutes.', pt: 'Rode o mesmo comando daqui a alguns minutos.' },
  },
  'ec2-failed': {
    what: {
      en: 'AWS refused for a reason that Bancada has no own words for.',
      pt: 'A AWS recusou por um motivo para o qual a Bancada não tem palavras próprias.',
    },
    remedy: {
      en: 'The message has AWS’s own name of it: search for that.',
      pt: 'A mensagem traz o nome que a AWS dá a isso: pesquise por ele.',
    },
  },
  'ec2-too-slow': {
    what: {
      en: 'Something that EC2 began did not come to its end in time.',
      pt: 'Algo que o EC2 começou não terminou a tempo.',
    },
    remedy: {
      en: 'Run `up` again: it goes on where it stopped. The console shows what the instance does.',
      pt: 'Rode `up` de novo: ele continua de onde parou. O console mostra o que a instância faz.',
    },
  },
  'ec2-too-large': {
    what: {
      en: 'No kind of instance that Bancada uses has as much processor and memory as the size asks for.',
      pt: 'Nenhum tipo de instância que a Bancada usa tem o processador e a memória que o tamanho pede.',
    },
    remedy: { en: 'Give the machine a smaller size.', pt: 'Dê à máquina um tamanho menor.' },
  },
  'ec2-never-public': {
    what: {
      en: 'Ways in and stores (22, 3306, 5432, 6379) are never opened to the whole world, whatever the topology says.',
      pt: 'Acessos e bancos (22, 3306, 5432, 6379) nunca são abertos ao mundo inteiro, diga a topologia o que disser.',
    },
    remedy: {
      en: 'Take `public` off the service and let who needs it come through a tunnel.',
      pt: 'Tire o `public` do serviço e deixe quem precisa vir por um túnel.',
    },
  },
  'ec2-from-world': {
    what: {
      en: 'Machines in the cloud are managed by SSH from your own address, or from the network that --from-cidr names; never from everywhere.',
      pt: 'As máquinas na nuvem são administradas por SSH do seu endereço, ou da rede que --from-cidr indica; nunca de qualquer lugar.',
    },
    remedy: {
      en: 'Leave --from-cidr out, or name your network, with a prefix of /8 or longer.',
      pt: 'Deixe --from-cidr de fora, ou indique a sua rede, com prefixo /8 ou mais longo.',
    },
    example: 'bancada plan survey --on real --from-cidr 198.51.100.0/24',
  },
  'ec2-no-image': {
    what: {
      en: 'The region has no image of Debian 12 by Debian itself.',
      pt: 'A região não tem imagem do Debian 12 feita pelo próprio Debian.',
    },
    remedy: { en: 'Take another region.', pt: 'Use outra região.' },
  },
  'ec2-not-there': {
    what: {
      en: 'The machine has no address in the cloud, because it was not made yet or was removed.',
      pt: 'A máquina não tem endereço na nuvem, porque ainda não foi criada ou foi removida.',
    },
    remedy: { en: 'Bring the lab up.', pt: 'Suba o lab.' },
    example: 'bancada up survey',
  },
  'no-public-address': {
    what: {
      en: 'Machines in the cloud let in this computer only, and its address on the internet could not be found out.',
      pt: 'Máquinas na nuvem só deixam entrar este computador, e não foi possível descobrir o endereço dele na internet.',
    },
    remedy: { en: 'Say it yourself.', pt: 'Diga-o você.' },
    example: 'bancada up survey --on real --from-cidr 203.0.113.7/32',
  },
};
