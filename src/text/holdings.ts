import type { Sentence } from '../model/sentence.ts';

export const headings: readonly Sentence[] = [
  { en: 'LAB', pt: 'LAB' },
  { en: 'ID', pt: 'ID' },
  { en: 'OWNER', pt: 'DONO' },
  { en: 'REGION', pt: 'REGIÃO' },
  { en: 'WHAT', pt: 'O QUÊ' },
  { en: 'STATE', pt: 'ESTADO' },
  { en: 'ENDS (UTC)', pt: 'TERMINA (UTC)' },
  { en: 'COST', pt: 'CUSTO' },
];
export const kinds = {
  instance: { en: 'instance', pt: 'instância' },
  address: { en: 'Elastic IP', pt: 'Elastic IP' },
  group: { en: 'security group', pt: 'grupo de segurança' },
  key: { en: 'key pair', pt: 'par de chaves' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const costs: Sentence = { en: 'costs', pt: 'custa' };
export const free: Sentence = { en: 'free', pt: 'grátis' };
export const nothingHeld: Sentence = {
  en: 'the cloud holds nothing of any lab',
  pt: 'a nuvem não tem nada de nenhum lab',
};
export const howToRemove: Sentence = {
  en: '`bancada destroy ID` removes all of a lab, also where its folder is gone',
  pt: '`bancada destroy ID` remove tudo de um lab, mesmo sem a pasta dele',
};
