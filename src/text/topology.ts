import type { Sentence } from '../model/sentence.ts';
import { choice, shown, type Wording } from './wording.ts';

export { firstUsedHere } from './document.ts';

export const emptyFile: Wording = {
  code: 'empty-file',
  message: { en: 'there is no topology in this file', pt: 'não há topologia neste arquivo' },
  hint: { en: 'begin with "bancada: 1" and "machines:"', pt: 'comece com "bancada: 1" e "machines:"' },
};

// Keys and values

export const missingVersion = (version: number): Wording => ({
  code: 'missing-version',
  message: {
    en: 'the file does not say which version it is written in',
    pt: 'o arquivo não diz em que versão foi escrito',
  },
  hint: { en: `write "bancada: ${version}" at the top`, pt: `escreva "bancada: ${version}" no começo` },
});
export const unknownVersion = (found: unknown, version: number): Wording => ({
  code: 'unknown-version',
  message: {
    en: `version ${shown(found)} of the language is not known to this Bancada`,
    pt: `a versão ${shown(found)} da linguagem não é conhecida por esta Bancada`,
  },
  hint: {
    en: `it reads "bancada: ${version}"; a later version needs a newer Bancada`,
    pt: `ela lê "bancada: ${version}"; uma versão posterior precisa de uma Bancada mais nova`,
  },
});
export const nameNeeded = (stem: string): Wording => ({
  code: 'missing-name',
  message: {
    en: `the lab cannot be named after its file, ${shown(stem)}`,
    pt: `o lab não pode ter o nome do seu arquivo, ${shown(stem)}`,
  },
  hint: {
    en: 'write "name:" and at most 15 lower-case letters, digits or hyphens',
    pt: 'escreva "name:" e no máximo 15 letras minúsculas, dígitos ou hifens',
  },
});
export const unknownKey = (key: string, known: readonly string[]): Wording => ({
  code: 'unknown-key',
  message: { en: `unknown key ${shown(key)}`, pt: `chave desconhecida ${shown(key)}` },
  hint: choice(key, known),
});
export const missingKey = (key: string, known: readonly string[]): Wording => ({
  code: 'missing-key',
  message: { en: `${shown(key)} is missing here`, pt: `falta ${shown(key)} aqui` },
  hint:
    known.length > 0 ? choice('', known) : { en: `write "${key}: …" below it`, pt: `escreva "${key}: …" dentro dele` },
});

const typeNames: Readonly<Record<string, Sentence>> = {
  string: { en: 'text', pt: 'texto' },
  number: { en: 'a number', pt: 'um número' },
  int: { en: 'a whole number', pt: 'um número inteiro' },
  boolean: { en: 'true or false', pt: 'true ou false' },
  object: { en: 'a map', pt: 'um mapa' },
  record: { en: 'a map', pt: 'um mapa' },
  array: { en: 'a list', pt: 'uma lista' },
  null: { en: 'nothing', pt: 'nada' },
};
/** How a type is written. */
const spellings: Readonly<Record<string, Sentence>> = {
  string: { en: 'write a word, or text in "quotes"', pt: 'escreva uma palavra, ou texto entre "aspas"' },
  number: { en: 'write digits without quotes', pt: 'escreva dígitos sem aspas' },
  int: { en: 'write digits without quotes', pt: 'escreva dígitos sem aspas' },
  boolean: { en: 'write one of the two without quotes', pt: 'escreva um dos dois sem aspas' },
  object: {
    en: 'write { key: value }, or one key a line, indented',
    pt: 'escreva { chave: valor }, ou uma chave por linha, indentada',
  },
  record: {
    en: 'write { key: value }, or one key a line, indented',
    pt: 'escreva { chave: valor }, ou uma chave por linha, indentada',
  },
  array: { en: 'write [a, b], or one "- a" a line', pt: 'escreva [a, b], ou um "- a" por linha' },
};
export const wrongType = (value: unknown, expected: readonly string[]): Wording => {
  const types = expected.map((type) => typeNames[type] ?? { en: type, pt: type });
  const found =
    value === null || value === undefined ? { en: 'nothing', pt: 'nada' } : { en: shown(value), pt: shown(value) };
  return {
    code: 'wrong-type',
    message: {
      en: `expected ${types.map(({ en }) => en).join(' or ')}, found ${found.en}`,
      pt: `esperava ${types.map(({ pt }) => pt).join(' ou ')}, encontrou ${found.pt}`,
    },
    hint: spellings[expected[0] ?? ''] ?? spellings['string']!,
  };
};
export const unknownValue = (value: unknown, known: readonly string[]): Wording => ({
  code: 'unknown-value',
  message: { en: `${shown(value)} is not possible here`, pt: `${shown(value)} não é possível aqui` },
  hint: choice(String(value), known),
});

/** What a limit counts: a number itself, the characters of a text, the entries of a list. */
type Measured = 'number' | 'string' | 'array' | (string & {});
const unitOf = (origin: Measured): Sentence | undefined => {
  if (origin === 'string') return { en: ' characters', pt: ' caracteres' };
  return origin === 'array' ? { en: ' of them', pt: ' deles' } : undefined;
};
export const tooSmall = (value: unknown, minimum: number | bigint, origin: Measured): Wording => {
  const unit = unitOf(origin);
  return {
    code: 'too-small',
    message: unit
      ? { en: 'this is too short', pt: 'isto é curto demais' }
      : { en: `${shown(value)} is too small`, pt: `${shown(value)} é pequeno demais` },
    hint: { en: `at least ${minimum}${unit?.en ?? ''}`, pt: `no mínimo ${minimum}${unit?.pt ?? ''}` },
  };
};
export const tooBig = (value: unknown, maximum: number | bigint, origin: Measured): Wording => {
  const unit = unitOf(origin);
  return {
    code: 'too-big',
    message: unit
      ? { en: 'this is too long', pt: 'isto é longo demais' }
      : { en: `${shown(value)} is too big`, pt: `${shown(value)} é grande demais` },
    hint: { en: `at most ${maximum}${unit?.en ?? ''}`, pt: `no máximo ${maximum}${unit?.pt ?? ''}` },
  };
};
export const badValue = (value: unknown, pattern: string): Wording => ({
  code: 'bad-value',
  message: { en: `${shown(value)} does not fit here`, pt: `${shown(value)} não cabe aqui` },
  hint: { en: `it must match ${pattern}`, pt: `deve combinar com ${pattern}` },
});

const notWellWritten =
  (code: string, what: Sentence, how: Sentence) =>
  (text: string): Wording => ({
    code,
    message: { en: `${shown(text)} is not ${what.en}`, pt: `${shown(text)} não é ${what.pt}` },
    hint: how,
  });
export const badName = notWellWritten(
  'bad-name',
  { en: 'a name', pt: 'um nome' },
  {
    en: 'a name begins with a lower-case letter, then at most 14 lower-case letters, digits or hyphens',
    pt: 'um nome começa com uma letra minúscula, depois no máximo 14 letras minúsculas, dígitos ou hifens',
  },
);
export const badText = notWellWritten(
  'bad-text',
  { en: 'plain text', pt: 'texto simples' },
  { en: 'take the control characters out', pt: 'tire os caracteres de controle' },
);
export const badAddress = notWellWritten(
  'bad-address',
  { en: 'an IPv4 address', pt: 'um endereço IPv4' },
  {
    en: 'write "auto" or four numbers, such as 192.168.56.10',
    pt: 'escreva "auto" ou quatro números, como 192.168.56.10',
  },
);
export const badSubnet = notWellWritten(
  'bad-subnet',
  { en: 'an IPv4 subnet', pt: 'uma sub-rede IPv4' },
  {
    en: 'write an address and a prefix length, such as 192.168.56.0/24',
    pt: 'escreva um endereço e um prefixo, como 192.168.56.0/24',
  },
);
export const badDuration = notWellWritten(
  'bad-duration',
  { en: 'a duration', pt: 'uma duração' },
  { en: 'write a number and us, ms or s, such as 15ms', pt: 'escreva um número e us, ms ou s, como 15ms' },
);
export const badRate = notWellWritten(
  'bad-rate',
  { en: 'a rate', pt: 'uma taxa' },
  {
    en: 'write a number and bit, kbit, mbit or gbit, such as 100mbit',
    pt: 'escreva um número e bit, kbit, mbit ou gbit, como 100mbit',
  },
);
export const badLoss = notWellWritten(
  'bad-loss',
  { en: 'a share of lost packets', pt: 'uma fração de pacotes perdidos' },
  { en: 'write a percentage from 0% to 100%, such as 3%', pt: 'escreva uma porcentagem de 0% a 100%, como 3%' },
);
export const badStorage = notWellWritten(
  'bad-storage',
  { en: 'an amount of memory', pt: 'uma quantidade de memória' },
  { en: 'write a number and MiB or GiB, such as 512MiB', pt: 'escreva um número e MiB ou GiB, como 512MiB' },
);
export const badOffer = notWellWritten(
  'bad-offer',
  { en: 'a port', pt: 'uma porta' },
  { en: 'write 8000, or 53/udp', pt: 'escreva 8000, ou 53/udp' },
);
export const badUrl = notWellWritten(
  'bad-url',
  { en: 'an http address', pt: 'um endereço http' },
  { en: 'write http://, a service or machine, and a path', pt: 'escreva http://, um serviço ou máquina, e um caminho' },
);
export const badReference = notWellWritten(
  'bad-reference',
  { en: 'a reference to a service', pt: 'uma referência a um serviço' },
  {
    en: 'write a service, such as redis, mariadb@db or { of: mariadb, over: vpn }',
    pt: 'escreva um serviço, como redis, mariadb@db ou { of: mariadb, over: vpn }',
  },
);
export const badInstance = notWellWritten(
  'bad-instance',
  { en: 'a service', pt: 'um serviço' },
  {
    en: 'write a service, such as web, or one of its machines, such as web@lb',
    pt: 'escreva um serviço, como web, ou uma das máquinas dele, como web@lb',
  },
);
export const badCount = (count: unknown, limit: number): Wording => ({
  code: 'bad-count',
  message: { en: `a group cannot have ${shown(count)} machines`, pt: `um grupo não pode ter ${shown(count)} máquinas` },
  hint: { en: `write a whole number from 1 to ${limit}`, pt: `escreva um número inteiro de 1 a ${limit}` },
});
export const tooManyMachines = (count: number, limit: number): Wording => ({
  code: 'too-many-machines',
  message: { en: `all groups together have ${count} machines`, pt: `todos os grupos juntos têm ${count} máquinas` },
  hint: { en: `no lab has more than ${limit}`, pt: `nenhum lab tem mais de ${limit}` },
});

// Names that refer to something

/** The kinds of things that can be referred to. */
const things = {
  network: { en: 'network', pt: 'rede' },
  machine: { en: 'machine', pt: 'máquina' },
  service: { en: 'service', pt: 'serviço' },
  role: { en: 'role', pt: 'papel' },
  size: { en: 'size', pt: 'tamanho' },
  site: { en: 'site', pt: 'local' },
  port: { en: 'port', pt: 'porta' },
} as const satisfies Readonly<Record<string, Sentence>>;
export type Thing = keyof typeof things;

export const undefinedName = (thing: Thing, name: string, known: readonly string[]): Wording => ({
  code: `unknown-${thing}`,
  message: {
    en: `there is no ${things[thing].en} ${shown(name)}`,
    pt: `não há ${things[thing].pt} ${shown(name)}`,
  },
  hint: choice(name, known),
});
export const checkFromTunnel = (network: string): Wording => ({
  code: 'check-from-tunnel',
  message: {
    en: `nobody can look in from the tunnel ${shown(network)}`,
    pt: `ninguém pode olhar de dentro do túnel ${shown(network)}`,
  },
  hint: { en: 'name a lan or internet network', pt: 'dê o nome de uma rede lan ou internet' },
});
export const rolesDiffer = (service: string, role: string, other: string): Wording => ({
  code: 'service-with-two-roles',
  message: {
    en: `the service ${shown(service)} has the role ${shown(role)} here and ${shown(other)} elsewhere`,
    pt: `o serviço ${shown(service)} tem o papel ${shown(role)} aqui e ${shown(other)} em outro lugar`,
  },
  hint: {
    en: 'one name is one service, on as many machines as you like; rename one of the two',
    pt: 'um nome é um serviço, em quantas máquinas quiser; renomeie um dos dois',
  },
});
export const roleExists = (role: string): Wording => ({
  code: 'role-already-exists',
  message: { en: `${shown(role)} is a role that Bancada has`, pt: `${shown(role)} é um papel que a Bancada já tem` },
  hint: { en: 'give the sketched role another name', pt: 'dê outro nome ao papel esboçado' },
});
export const runtimeIgnored = (role: string): Wording => ({
  code: 'runtime-not-possible',
  message: {
    en: `the role ${shown(role)} runs directly on its machine, not in a container`,
    pt: `o papel ${shown(role)} roda direto na máquina, não num contêiner`,
  },
  hint: { en: 'leave "runtime" out', pt: 'deixe "runtime" fora' },
});
export const noMachines: Wording = {
  code: 'no-machines',
  message: { en: 'the lab has no machines', pt: 'o lab não tem máquinas' },
  hint: { en: 'add one under "machines:"', pt: 'ponha uma em "machines:"' },
};
export const unknownPlaceholder = (name: string, known: readonly string[]): Wording => ({
  code: 'unknown-placeholder',
  message: {
    en: `{${name}} stands for no service that anybody visits`,
    pt: `{${name}} não corresponde a nenhum serviço visitado`,
  },
  hint: choice(name, known),
});
