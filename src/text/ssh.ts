import type { Sentence } from '../model/sentence.ts';

/** Why a machine could not be reached, or stopped answering. */
export const sshText = {
  refused: (machine: string): Sentence => ({
    en: `${machine} does not accept SSH connections yet`,
    pt: `${machine} ainda não aceita conexões SSH`,
  }),
  noRoute: (machine: string): Sentence => ({
    en: `${machine} cannot be reached`,
    pt: `${machine} não pode ser alcançada`,
  }),
  timeout: (machine: string): Sentence => ({
    en: `${machine} did not answer over SSH in time`,
    pt: `${machine} não respondeu por SSH a tempo`,
  }),
  lost: (machine: string): Sentence => ({
    en: `the connection to ${machine} was lost`,
    pt: `a conexão com ${machine} foi perdida`,
  }),
  key: (machine: string, user: string): Sentence => ({
    en: `${machine} refused the lab's key for ${user}`,
    pt: `${machine} recusou a chave do lab para ${user}`,
  }),
  hostKey: (machine: string): Sentence => ({
    en: `${machine} showed another host key than the one it was made with`,
    pt: `${machine} mostrou uma chave de host diferente daquela com que foi criada`,
  }),
  forbidden: (machine: string): Sentence => ({
    en: `this user may not open the way into ${machine}`,
    pt: `este usuário não pode abrir o acesso a ${machine}`,
  }),
  channel: (machine: string): Sentence => ({
    en: `${machine} refused to run a command over SSH`,
    pt: `${machine} recusou executar um comando por SSH`,
  }),
  unknown: (machine: string, what: string): Sentence => ({
    en: `SSH to ${machine} failed: ${what}`,
    pt: `o SSH para ${machine} falhou: ${what}`,
  }),
  noProgram: (machine: string): Sentence => ({
    en: `python3 could not be started as root on ${machine}`,
    pt: `não foi possível iniciar python3 como root em ${machine}`,
  }),
  operationFailed: (machine: string, what: string): Sentence => ({
    en: `${what} failed on ${machine}`,
    pt: `${what} falhou em ${machine}`,
  }),
  broken: (machine: string, what: string): Sentence => ({
    en: `a question to ${machine} could not be answered: ${what}`,
    pt: `uma pergunta a ${machine} não pôde ser respondida: ${what}`,
  }),
  interrupted: (machine: string): Sentence => ({
    en: `interrupted while working on ${machine}`,
    pt: `interrompido durante o trabalho em ${machine}`,
  }),
  lookAtStatus: {
    en: 'see what it is doing with `bancada status`; `bancada up` starts it again if it has stopped',
    pt: 'veja o que ela está fazendo com `bancada status`; `bancada up` a inicia de novo se parou',
  } satisfies Sentence,
  makeItAgain: {
    en: 'somebody may stand in between, or the machine is not the one of this lab; `bancada destroy` and `bancada up` make it anew',
    pt: 'pode haver alguém no meio, ou a máquina não é a deste lab; `bancada destroy` e `bancada up` a refazem',
  } satisfies Sentence,
  asOwner: {
    en: 'run the command as the user who made the lab',
    pt: 'execute o comando como o usuário que criou o lab',
  } satisfies Sentence,
  needsPython: {
    en: 'the machine needs python3, and a user other than root needs sudo without a password',
    pt: 'a máquina precisa de python3, e um usuário que não seja root precisa de sudo sem senha',
  } satisfies Sentence,
  runAgain: {
    en: 'nothing is lost: the same command goes on from here',
    pt: 'nada se perdeu: o mesmo comando continua daqui',
  } satisfies Sentence,
};
