import type { Sentence } from '../model/sentence.ts';

const list = (names: readonly string[]): string => names.join(', ');

/** What is done to a machine, in a few words. */
export const doing = {
  install: (names: readonly string[]): Sentence => ({ en: `install ${list(names)}`, pt: `instalar ${list(names)}` }),
  write: (path: string): Sentence => ({ en: `write ${path}`, pt: `escrever ${path}` }),
  remove: (path: string): Sentence => ({ en: `remove ${path}`, pt: `remover ${path}` }),
  permit: (path: string): Sentence => ({ en: `set owner and mode of ${path}`, pt: `ajustar dono e modo de ${path}` }),
  directory: (path: string): Sentence => ({ en: `make the directory ${path}`, pt: `criar o diretório ${path}` }),
  tree: (path: string, written: number, removed: number): Sentence => ({
    en: `bring ${path} up to date (${String(written)} written, ${String(removed)} removed)`,
    pt: `atualizar ${path} (${String(written)} escritos, ${String(removed)} removidos)`,
  }),
  addUser: (name: string): Sentence => ({ en: `add the user ${name}`, pt: `criar o usuário ${name}` }),
  changeUser: (name: string): Sentence => ({ en: `change the user ${name}`, pt: `alterar o usuário ${name}` }),
  service: (unit: string, verbs: readonly string[]): Sentence => ({
    en: `${list(verbs)} ${unit}`,
    pt: `${list(verbs.map((verb) => verbInPortuguese[verb] ?? verb))} ${unit}`,
  }),
  sysctl: (key: string, value: string): Sentence => ({
    en: `set ${key} to ${value}`,
    pt: `definir ${key} como ${value}`,
  }),
  route: (route: string): Sentence => ({ en: `add the route ${route}`, pt: `adicionar a rota ${route}` }),
  removeRoute: (route: string): Sentence => ({ en: `remove the route ${route}`, pt: `remover a rota ${route}` }),
  firewall: { en: 'load the firewall rules', pt: 'carregar as regras do firewall' } satisfies Sentence,
};

const verbInPortuguese: Readonly<Record<string, string>> = {
  start: 'iniciar',
  stop: 'parar',
  restart: 'reiniciar',
  reload: 'recarregar',
  enable: 'habilitar',
  disable: 'desabilitar',
  'set up': 'preparar',
};

/** Why it is done: what is not as described. */
export const because = {
  absent: { en: 'it is not there', pt: 'não existe' } satisfies Sentence,
  notInstalled: { en: 'not installed', pt: 'não instalado' } satisfies Sentence,
  otherKind: (kind: string): Sentence => ({ en: `it is a ${kindInEnglish(kind)}`, pt: `é ${kindInPortuguese(kind)}` }),
  content: { en: 'its content differs', pt: 'o conteúdo difere' } satisfies Sentence,
  mode: (seen: string, wanted: string): Sentence => ({
    en: `it is ${seen}, and should be ${wanted}`,
    pt: `está ${seen}, e deveria ser ${wanted}`,
  }),
  files: (paths: readonly string[]): Sentence => ({
    en: `${list(paths)} differ${paths.length === 1 ? 's' : ''}`,
    pt: `${list(paths)} difere${paths.length === 1 ? '' : 'm'}`,
  }),
  noUser: { en: 'there is no such user', pt: 'o usuário não existe' } satisfies Sentence,
  user: { en: 'home, shell or groups differ', pt: 'diretório, shell ou grupos diferem' } satisfies Sentence,
  state: (unit: string, state: string): Sentence => ({ en: `${unit} is ${state}`, pt: `${unit} está ${state}` }),
  olderFiles: (unit: string, paths: readonly string[]): Sentence => ({
    en: `${unit} runs with an older ${list(paths)}`,
    pt: `${unit} roda com uma versão antiga de ${list(paths)}`,
  }),
  unknownFiles: (unit: string): Sentence => ({
    en: `it is not known with which files ${unit} was started`,
    pt: `não se sabe com quais arquivos ${unit} foi iniciado`,
  }),
  notPrepared: (unit: string): Sentence => ({
    en: `${unit} does not yet record the files it is started with`,
    pt: `${unit} ainda não registra os arquivos com que é iniciado`,
  }),
  value: (seen: string | null): Sentence => ({
    en: seen === null ? 'the kernel does not know it' : `it is ${seen}`,
    pt: seen === null ? 'o kernel não o conhece' : `está em ${seen}`,
  }),
  noRoute: { en: 'the kernel has no such route', pt: 'o kernel não tem essa rota' } satisfies Sentence,
  notAtBoot: { en: 'it would not outlive a restart', pt: 'não sobreviveria a um reinício' } satisfies Sentence,
  rules: { en: 'the rules differ', pt: 'as regras diferem' } satisfies Sentence,
  rulesInKernel: {
    en: 'the rules in the kernel are not the ones that were loaded',
    pt: 'as regras no kernel não são as que foram carregadas',
  } satisfies Sentence,
  undescribed: { en: 'it is no longer described', pt: 'não é mais descrito' } satisfies Sentence,
  guard: { en: 'its condition does not hold', pt: 'sua condição não vale' } satisfies Sentence,
};

const kindInEnglish = (kind: string): string =>
  ({ file: 'file', directory: 'directory', link: 'link' })[kind] ?? 'special file';
const kindInPortuguese = (kind: string): string =>
  ({ file: 'um arquivo', directory: 'um diretório', link: 'um link' })[kind] ?? 'um arquivo especial';

export const questionNotPut = (question: string): Sentence => ({
  en: `a resource looked at the answer to a question that it does not put: ${question}`,
  pt: `um recurso olhou a resposta a uma pergunta que ele não faz: ${question}`,
});
