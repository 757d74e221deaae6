import type { Explanations } from './explanation.ts';

/** What can go wrong with roles that a project brings. */
export const roleExplanations: Explanations = {
  'roles-not-trusted': {
    what: {
      en: 'Roles in roles/ are programs: they run as you, and what they describe is done as root on machines. A project that you did not write may bring some, so that none runs before you say so.',
      pt: 'Papéis em roles/ são programas: rodam como você, e o que descrevem é feito como root nas máquinas. Um projeto que você não escreveu pode trazer alguns, por isso nenhum roda antes que você o diga.',
    },
    remedy: {
      en: 'Read the files that are named; then `trust`, once for the folder. `trust --undo` takes it back.',
      pt: 'Leia os arquivos citados; depois `trust`, uma vez para a pasta. `trust --undo` volta atrás.',
    },
    example: 'bancada trust',
  },
  'role-name': {
    what: {
      en: 'A role is called as its folder in roles/. The name cannot be one, or Bancada has a role of that name.',
      pt: 'Um papel se chama como a sua pasta em roles/. O nome não pode ser um, ou a Bancada já tem um papel com ele.',
    },
    remedy: { en: 'Give the folder another name.', pt: 'Dê outro nome à pasta.' },
    example: 'bancada new --role hello',
  },
  'role-unreadable': {
    what: {
      en: 'The module of a role of this project cannot be loaded, or failed while it made the role; file and line are named.',
      pt: 'O módulo de um papel deste projeto não pôde ser carregado, ou falhou ao fazer o papel; arquivo e linha são citados.',
    },
    remedy: {
      en: 'Mend it there; docs/roles.md tells what it may import. TypeScript (role.mts) needs Node.js 22.18.',
      pt: 'Corrija ali; docs/pt/roles.md diz o que ele pode importar. TypeScript (role.mts) pede Node.js 22.18.',
    },
  },
  'role-misshapen': {
    what: {
      en: 'A role of this project lacks something, or has something that no role has or that is of another kind.',
      pt: 'Falta algo a um papel deste projeto, ou ele tem algo que nenhum papel tem ou que é de outro tipo.',
    },
    remedy: { en: 'docs/roles.md has all facets of a role.', pt: 'docs/pt/roles.md tem todas as facetas de um papel.' },
  },
  'role-failed': {
    what: {
      en: 'A facet of a role of this project failed when it was asked, or gave something that nobody can use.',
      pt: 'Uma faceta de um papel deste projeto falhou ao ser perguntada, ou devolveu algo que ninguém pode usar.',
    },
    remedy: {
      en: 'Mend it at the place that is named; `-v` shows where it was asked from.',
      pt: 'Corrija no lugar citado; `-v` mostra de onde ela foi perguntada.',
    },
  },
};
