import type { Explanations } from './explanation.ts';

/** What can be wrong with visitors who are sent to a lab. */
export const loadExplanations: Explanations = {
  'no-visitors': {
    what: {
      en: 'Visitors come in as `visitors:` of the topology says, and there are none of this name, or none at all.',
      pt: 'Os visitantes entram como diz `visitors:` na topologia, e não há nenhum com este nome, ou nenhum mesmo.',
    },
    remedy: { en: 'Name others, or write some.', pt: 'Indique outros, ou escreva alguns.' },
    example: '+ visitors: { class: { from: lan, to: web } }',
  },
  'no-visitors-there': {
    what: {
      en: 'Visitors can be sent only where the lab stands on this computer.',
      pt: 'Só é possível enviar visitantes onde o lab fica neste computador.',
    },
    remedy: { en: 'Bring the lab up on target local.', pt: 'Ponha o lab no ar no alvo local.' },
    example: 'bancada up survey --on local',
  },
  'no-such-request': {
    what: {
      en: 'Services write down what they did for each request, under its id, and none of them knows this id.',
      pt: 'Os serviços anotam o que fizeram por cada pedido, sob o id dele, e nenhum conhece este id.',
    },
    remedy: {
      en: 'Take it from the header X-Request-ID of an answer of the last minutes.',
      pt: 'Use o do cabeçalho X-Request-ID de uma resposta dos últimos minutos.',
    },
    example: 'bancada trace survey --request 8f2c41d09be37a56c1f0e2d47b9a6035',
  },
  'trace-unanswered': {
    what: {
      en: 'A request was sent to be followed, and no answer came.',
      pt: 'Um pedido foi enviado para ser acompanhado, e não veio resposta.',
    },
    remedy: { en: 'See what does not answer.', pt: 'Veja o que não responde.' },
    example: 'bancada check survey',
  },
  'trace-untold': {
    what: {
      en: 'A request is followed by the id that whoever receives it first gives it, and this one gives none.',
      pt: 'Um pedido é acompanhado pelo id que lhe dá quem o recebe primeiro, e este não dá nenhum.',
    },
    remedy: {
      en: 'Bring a lab that is older than this Bancada up again; a role of your own needs the facet `trail`.',
      pt: 'Ponha de novo no ar um lab mais antigo que este Bancada; um papel seu precisa da faceta `trail`.',
    },
    example: 'bancada up survey',
  },
  'not-http': {
    what: {
      en: 'These visitors go to a port that does not speak HTTP, and a load speaks nothing else.',
      pt: 'Estes visitantes vão a uma porta que não fala HTTP, e uma carga não fala outra coisa.',
    },
    remedy: { en: 'Name visitors of a web service.', pt: 'Indique visitantes de um serviço web.' },
  },
  'no-profile': {
    what: {
      en: 'A profile is a visit that a role knows, and none of this name belongs to what these visitors visit.',
      pt: 'Um perfil é uma visita que um papel conhece, e nenhum com este nome pertence ao que estes visitantes visitam.',
    },
    remedy: { en: 'Take one that the hint names.', pt: 'Use um dos que a dica indica.' },
  },
  'bad-trace': {
    what: {
      en: 'A trace has one JSON object a line: when, from where, and which page.',
      pt: 'Um rastro tem um objeto JSON por linha: quando, de onde, e qual página.',
    },
    remedy: { en: 'Correct the line that the message names.', pt: 'Corrija a linha que a mensagem indica.' },
    example: '{"at": 12.5, "source": "192.168.56.130", "path": "/"}',
  },
  'load-failed': {
    what: {
      en: 'The program that sends the visitors ended before they had all come.',
      pt: 'O programa que envia os visitantes terminou antes de todos chegarem.',
    },
    remedy: { en: 'See whether the lab is still up.', pt: 'Veja se o lab ainda está no ar.' },
    example: 'bancada status survey\nbancada up survey',
  },
};
