import type { Sentence } from '../model/sentence.ts';

export const secretNotDeclared = (service: string, name: string): Sentence => ({
  en: `service ${service} asks for the secret ${name}, which its role does not declare`,
  pt: `o serviço ${service} pede o segredo ${name}, que o seu papel não declara`,
});

export const secretOfNothing = (service: string, name: string, of: string): Sentence => ({
  en: `the secret ${name} of service ${service} is made of ${of}, which its role does not declare before it`,
  pt: `o segredo ${name} do serviço ${service} é feito de ${of}, que o seu papel não declara antes dele`,
});

export const noPairSecret = (from: string, to: string): Sentence => ({
  en: `service ${from} does not use ${to}, so the two share no password`,
  pt: `o serviço ${from} não usa ${to}, portanto os dois não compartilham senha`,
});
