import type { Sentence } from '../model/sentence.ts';
import { counted, type Words } from './wording.ts';
import { nearest } from './nearest.ts';

const readPage: Sentence = {
  en: 'docs/roles.md tells how a role is written',
  pt: 'docs/pt/roles.md diz como se escreve um papel',
};

export const notTrusted = (files: readonly string[]): Words => ({
  message: {
    en: `this project brings roles of its own, which are programs: ${files.join(', ')}`,
    pt: `este projeto traz papéis próprios, que são programas: ${files.join(', ')}`,
  },
  hint: {
    en: 'they would run as you, and as root on machines: read them, then bancada trust',
    pt: 'eles rodariam como você, e como root nas máquinas: leia-os e depois bancada trust',
  },
});

export const badRoleName = (name: string, place: string): Words => ({
  message: { en: `${place}: "${name}" cannot be a role's name`, pt: `${place}: "${name}" não pode ser nome de papel` },
  hint: {
    en: 'a name begins with a lower-case letter, then at most 14 lower-case letters, digits or hyphens',
    pt: 'um nome começa com uma letra minúscula, depois no máximo 14 letras minúsculas, dígitos ou hifens',
  },
});

export const roleNameTaken = (name: string, place: string): Words => ({
  message: {
    en: `${place}: Bancada has a role ${name} of its own`,
    pt: `${place}: a Bancada já tem um papel ${name}`,
  },
  hint: { en: 'give the folder another name', pt: 'dê outro nome à pasta' },
});

export const roleUnreadable = (place: string): Words => ({
  message: { en: `${place}: this role cannot be loaded`, pt: `${place}: este papel não pôde ser carregado` },
  hint: readPage,
});

export const noTypeScript: Sentence = {
  en: 'this Node.js reads no TypeScript; 22.18 and newer do, any reads role.mjs',
  pt: 'este Node.js não lê TypeScript; o 22.18 e os mais novos leem, e qualquer um lê role.mjs',
};

export const noRoleIn = (place: string): Words => ({
  message: { en: `${place} exports no function "role"`, pt: `${place} não exporta uma função "role"` },
  hint: {
    en: 'it ends with: export const role = ({ file, service, z }) => ({ … })',
    pt: 'ele termina com: export const role = ({ file, service, z }) => ({ … })',
  },
});

export const unknownFacet = (place: string, facet: string, known: readonly string[]): Words => {
  const meant = nearest(facet, known);
  return {
    message: { en: `${place}: a role has no facet "${facet}"`, pt: `${place}: um papel não tem a faceta "${facet}"` },
    hint:
      meant === undefined
        ? { en: `known: ${known.join(', ')}`, pt: `conhecidas: ${known.join(', ')}` }
        : { en: `did you mean "${meant}"?`, pt: `você quis dizer "${meant}"?` },
  };
};

/** What a facet is to be. */
export const shapes = {
  summary: { en: '{ en: "…", pt: "…" }', pt: '{ en: "…", pt: "…" }' },
  params: { en: 'a schema made with z, which the role is given', pt: 'um esquema feito com z, que o papel recebe' },
  alone: { en: 'true, or left out', pt: 'true, ou omitido' },
  order: { en: 'a number', pt: 'um número' },
  runtimes: { en: "['docker'], or left out", pt: "['docker'], ou omitido" },
  schemas: { en: 'files by need', pt: 'arquivos por necessidade' },
  program: { en: 'a function', pt: 'uma função' },
  offers: { en: 'a list of { name, port }', pt: 'uma lista de { name, port }' },
  needs: { en: 'a list of { name, of }', pt: 'uma lista de { name, of }' },
  packages: { en: 'a list of names of Debian packages', pt: 'uma lista de nomes de pacotes Debian' },
  resources: { en: 'a list of resources', pt: 'uma lista de recursos' },
  list: { en: 'a list of objects', pt: 'uma lista de objetos' },
  object: { en: 'an object', pt: 'um objeto' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const facetMisshapen = (place: string, facet: string, shape: keyof typeof shapes): Words => ({
  message: {
    en: `${place}: "${facet}" is something else than ${shapes[shape].en}`,
    pt: `${place}: "${facet}" não é ${shapes[shape].pt}`,
  },
  hint: readPage,
});

export const facetGave = (place: string, facet: string, shape: keyof typeof shapes): Words => ({
  message: {
    en: `${place}: "${facet}" gave something else than ${shapes[shape].en}`,
    pt: `${place}: "${facet}" devolveu algo que não é ${shapes[shape].pt}`,
  },
  hint: readPage,
});

export const facetThrew = (place: string, facet: string): Words => ({
  message: { en: `${place}: "${facet}" failed`, pt: `${place}: "${facet}" falhou` },
  hint: readPage,
});

export const nowTrusted = (count: number): Sentence => ({
  en: `${counted(count, 'role', 'roles')} of this project may run`,
  pt: `${counted(count, 'papel', 'papéis')} deste projeto ${count === 1 ? 'pode' : 'podem'} rodar`,
});
export const nothingToTrust: Sentence = {
  en: 'this project has no roles of its own',
  pt: 'este projeto não tem papéis próprios',
};
export const distrusted: Sentence = {
  en: 'no role of this project runs any more',
  pt: 'nenhum papel deste projeto roda mais',
};

export const labOrRole: Words = {
  message: { en: 'either a lab or --role', pt: 'ou um lab, ou --role' },
  hint: { en: 'bancada new shop, or bancada new --role hello', pt: 'bancada new loja, ou bancada new --role ola' },
};

/** What the options are for. */
export const flags = {
  role: { en: 'a first role of one’s own: roles/<role>/', pt: 'um primeiro papel próprio: roles/<papel>/' },
  undo: { en: 'let them run no more', pt: 'não os deixa mais rodar' },
} as const satisfies Readonly<Record<string, Sentence>>;
