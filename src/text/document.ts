import type { Sentence } from '../model/sentence.ts';
import { shown, type Wording } from './wording.ts';

export const firstUsedHere: Sentence = { en: 'first used here', pt: 'usado primeiro aqui' };

export const tooLarge = (characters: number, limit: number): Wording => ({
  code: 'file-too-large',
  message: {
    en: `the file has ${characters} characters, more than ${limit}`,
    pt: `o arquivo tem ${characters} caracteres, mais que ${limit}`,
  },
  hint: {
    en: 'a topology is a small file; is it the right one?',
    pt: 'uma topologia é um arquivo pequeno; é este mesmo?',
  },
});
export const tooDeep = (limit: number): Wording => ({
  code: 'file-too-deep',
  message: { en: `nested deeper than ${limit} levels`, pt: `aninhado além de ${limit} níveis` },
  hint: {
    en: 'no part of a topology needs that; flatten it',
    pt: 'nenhuma parte de uma topologia precisa disso; simplifique',
  },
});
export const tooManyAliases = (limit: number): Wording => ({
  code: 'too-many-aliases',
  message: { en: `more than ${limit} aliases`, pt: `mais de ${limit} aliases` },
  hint: {
    en: 'use "defaults" or a group to say a thing once',
    pt: 'use "defaults" ou um grupo para dizer algo uma vez só',
  },
});
export const tooManyValues = (limit: number): Wording => ({
  code: 'too-many-values',
  message: {
    en: `more than ${limit} values, aliases unfolded`,
    pt: `mais de ${limit} valores, com os aliases expandidos`,
  },
  hint: { en: 'use "count" for machines that are alike', pt: 'use "count" para máquinas iguais' },
});
export const strangeKey: Wording = {
  code: 'bad-key',
  message: { en: 'a key must be a plain word', pt: 'uma chave deve ser uma palavra simples' },
  hint: { en: 'quote text that begins with [ or {', pt: 'ponha entre aspas o texto que começa com [ ou {' },
};
export const forbiddenKey = (key: string): Wording => ({
  code: 'forbidden-key',
  message: { en: `the key ${shown(key)} is not allowed`, pt: `a chave ${shown(key)} não é permitida` },
  hint: { en: 'choose another name', pt: 'escolha outro nome' },
});
export const duplicateKey = (key: string): Wording => ({
  code: 'duplicate-key',
  message: { en: `the key ${shown(key)} is written twice`, pt: `a chave ${shown(key)} está escrita duas vezes` },
  hint: { en: 'keep one of them, or rename one', pt: 'fique com uma delas, ou renomeie uma' },
});

/** The parser's own codes in our words; the rest is told in the parser's. */
const yamlComplaints: Readonly<Record<string, Sentence>> = {
  BAD_ALIAS: { en: 'an alias to an anchor that is not there', pt: 'um alias para uma âncora que não existe' },
  BAD_INDENT: {
    en: 'the indentation does not fit the lines around it',
    pt: 'a indentação não combina com as linhas vizinhas',
  },
  BAD_SCALAR_START: {
    en: 'a value cannot begin with this character',
    pt: 'um valor não pode começar com este caractere',
  },
  BLOCK_AS_IMPLICIT_KEY: { en: 'two keys on one line', pt: 'duas chaves numa linha' },
  BLOCK_IN_FLOW: { en: 'a block inside brackets', pt: 'um bloco dentro de colchetes ou chaves' },
  KEY_OVER_1024_CHARS: { en: 'a key of more than 1024 characters', pt: 'uma chave com mais de 1024 caracteres' },
  MISSING_CHAR: {
    en: 'a colon, comma, quote or bracket is missing',
    pt: 'falta dois-pontos, vírgula, aspas ou colchete',
  },
  MULTILINE_IMPLICIT_KEY: { en: 'a key without a colon', pt: 'uma chave sem dois-pontos' },
  MULTIPLE_DOCS: { en: 'more than one document', pt: 'mais de um documento' },
  TAB_AS_INDENT: { en: 'a tab in the indentation', pt: 'um tab na indentação' },
  TAG_RESOLVE_FAILED: { en: 'tags (!…) have no meaning here', pt: 'tags (!…) não têm significado aqui' },
  UNEXPECTED_TOKEN: { en: 'this does not belong here', pt: 'isto não cabe aqui' },
};
const tagHint: Sentence = {
  en: 'leave the tag out, or quote the text',
  pt: 'tire a tag, ou ponha o texto entre aspas',
};
const yamlHint: Sentence = {
  en: 'look at this line and the one above: indentation, colons, quotes, brackets',
  pt: 'olhe esta linha e a de cima: indentação, dois-pontos, aspas, colchetes',
};
export const badYaml = (code: string, message: string): Wording => {
  const told = yamlComplaints[code] ?? { en: message, pt: message };
  return {
    code: 'bad-yaml',
    message: { en: `this is not valid YAML: ${told.en}`, pt: `isto não é YAML válido: ${told.pt}` },
    hint: code === 'TAG_RESOLVE_FAILED' ? tagHint : yamlHint,
  };
};
