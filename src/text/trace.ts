import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

export const following: Sentence = { en: 'one request', pt: 'um pedido' };
export const besides: Sentence = { en: 'everything else', pt: 'todo o resto' };
export const itself: Sentence = { en: 'its own work', pt: 'seu próprio trabalho' };

export const unanswered = (path: string, seconds: number): Words => ({
  message: {
    en: `nobody answered ${path} within ${seconds} s`,
    pt: `ninguém respondeu a ${path} em ${seconds} s`,
  },
  hint: {
    en: 'bancada check tells what does not answer',
    pt: 'bancada check diz o que não responde',
  },
});
export const untold = (service: string): Words => ({
  message: {
    en: `${service} does not tell the id of the requests that it answers`,
    pt: `${service} não diz o id dos pedidos a que responde`,
  },
  hint: {
    en: 'a lab that came up with an older Bancada learns it by bancada up',
    pt: 'um lab posto no ar por um Bancada mais antigo aprende com bancada up',
  },
});
export const noSuchRequest = (request: string): Words => ({
  message: { en: `no request ${request} is known here`, pt: `não se conhece aqui o pedido ${request}` },
  hint: {
    en: 'ids stand in the header X-Request-ID of each answer, and are kept for some minutes',
    pt: 'os ids estão no cabeçalho X-Request-ID de cada resposta, e são guardados por alguns minutos',
  },
});
export const badId: Sentence = {
  en: 'an id: letters, digits and dashes, as X-Request-ID has it',
  pt: 'um id: letras, dígitos e traços, como em X-Request-ID',
};
export const badPage = (page: string): Sentence => ({
  en: `a page begins with a slash, and ${page} does not`,
  pt: `uma página começa com barra, e ${page} não`,
});
export const pathOrRequest: Sentence = {
  en: 'a path is for a request of our own, --request for one that was there',
  pt: 'um caminho é para um pedido nosso, --request para um que já houve',
};

export const flags = {
  request: {
    en: 'a request that was there already, by its X-Request-ID',
    pt: 'um pedido que já houve, por seu X-Request-ID',
  },
  visitors: { en: 'as these visitors of the topology', pt: 'como estes visitantes da topologia' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const theWay = (over: readonly string[]): Sentence => {
  const names = over.join(', ');
  return names === ''
    ? { en: 'getting through to it', pt: 'até ser atendido' }
    : { en: `on the way, over ${names}`, pt: `no caminho, por ${names}` };
};
export const overThese = (over: readonly string[]): Sentence => ({
  en: `over ${over.join(', ')}`,
  pt: `por ${over.join(', ')}`,
});
export const times = (count: number): Sentence => ({ en: `${count} times`, pt: `${count} vezes` });
export const howToRead: Sentence = {
  en: 'each line is part of the one that it hangs on; what remains of a wait when the service itself is done is the way',
  pt: 'cada linha é parte daquela de que pende; o que resta da espera fora do próprio serviço é o caminho',
};
