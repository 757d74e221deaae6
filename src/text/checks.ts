import type { Sentence } from '../model/sentence.ts';
import type { DialFailure } from '../model/verdict.ts';
import { same, type Words } from './wording.ts';

export const anAnswer: Sentence = { en: 'an answer', pt: 'uma resposta' };

export const couldNotAsk = (why: string): Sentence => ({
  en: `the question could not be put: ${why}`,
  pt: `a pergunta não pôde ser feita: ${why}`,
});

export const machineNotReached = (machine: string): Words => ({
  message: { en: `${machine} cannot be entered`, pt: `não se consegue entrar em ${machine}` },
  hint: { en: '`bancada status` says whether it runs', pt: '`bancada status` diz se ela está em execução' },
});

export const nowhere = (name: string, known: readonly string[]): Words => ({
  message: { en: `there is no machine or network ${name}`, pt: `não há máquina nem rede ${name}` },
  hint: { en: `there are ${known.join(', ')}`, pt: `há ${known.join(', ')}` },
});

/** Why a connection was not had. */
export const dialFailures: Readonly<Record<DialFailure, Sentence>> = {
  refused: { en: 'refused', pt: 'recusado' },
  silent: { en: 'no answer', pt: 'sem resposta' },
  unreachable: { en: 'no way there', pt: 'sem caminho até lá' },
};

export const answersTitle = (service: string, portName: string, from: string): Sentence => ({
  en: `${service} answers ${from} on ${portName}`,
  pt: `${service} responde a ${from} em ${portName}`,
});

export const expectGreeting = (portName: string, address: string, port: number): Sentence => ({
  en: `a ${portName} answer from ${address}:${String(port)}`,
  pt: `uma resposta ${portName} de ${address}:${String(port)}`,
});

export const connected: Sentence = { en: 'the connection was accepted', pt: 'a conexão foi aceita' };

export const answered = (words: string): Sentence => ({ en: `it answered “${words}”`, pt: `respondeu “${words}”` });

export const wrongGreeting: Sentence = {
  en: 'something else listens there, or the service is not well: see `bancada logs`',
  pt: 'outra coisa escuta ali, ou o serviço não está bem: veja `bancada logs`',
};

export const noConnection = (address: string, port: number, failure: DialFailure): Sentence => ({
  en: `${address}:${String(port)}: ${dialFailures[failure].en}`,
  pt: `${address}:${String(port)}: ${dialFailures[failure].pt}`,
});

/** What to look at when a service that should answer does not. */
export const lookAt = (failure: DialFailure, service: string): Sentence => {
  switch (failure) {
    case 'refused':
      return {
        en: `see whether ${service} runs (\`bancada status\`) and which address it listens on`,
        pt: `veja se ${service} está em execução (\`bancada status\`) e em que endereço escuta`,
      };
    case 'silent':
      return {
        en: 'a firewall or a dead link drops the packets',
        pt: 'um firewall ou um enlace caído descarta os pacotes',
      };
    case 'unreachable':
      return {
        en: 'a route is missing: see `bancada show` and the tunnels',
        pt: 'falta uma rota: veja `bancada show` e os túneis',
      };
  }
};

/** `only`: the addresses meant, where others are allowed. */
export const closedTitle = (from: string, machine: string, port: string, only: readonly string[]): Sentence => {
  const at = only.join(', ');
  return only.length === 0
    ? {
        en: `${machine}:${port} is closed to ${from}`,
        pt: `${machine}:${port} está fechado para ${from}`,
      }
    : {
        en: `${machine}:${port} is closed to ${from} at ${at}`,
        pt: `${machine}:${port} está fechado para ${from} em ${at}`,
      };
};

export const expectClosed: Sentence = {
  en: 'refused, or silent for a second while an allowed connection succeeds',
  pt: 'recusado, ou mudo por um segundo enquanto uma conexão permitida funciona',
};

export const closedSeen = (addresses: readonly (readonly [string, DialFailure])[]): Sentence => ({
  en: addresses.map(([address, failure]) => `${address}: ${dialFailures[failure].en}`).join('; '),
  pt: addresses.map(([address, failure]) => `${address}: ${dialFailures[failure].pt}`).join('; '),
});

export const openSeen = (addresses: readonly string[], port: number): Sentence => ({
  en: `open: ${addresses.map((address) => `${address}:${String(port)}`).join(', ')}`,
  pt: `aberto: ${addresses.map((address) => `${address}:${String(port)}`).join(', ')}`,
});

export const openHint: Sentence = {
  en: 'no service of the lab says that it uses this port from there: stop what listens, or the firewall is not as described (`bancada plan`)',
  pt: 'nenhum serviço do lab diz que usa esta porta dali: pare o que escuta, ou o firewall não está como descrito (`bancada plan`)',
};

export const udpSilent: Sentence = {
  en: 'no answer and no refusal: a datagram may have been dropped, or taken in silence',
  pt: 'nem resposta nem recusa: um datagrama pode ter sido descartado, ou recebido em silêncio',
};

export const udpHint: Sentence = {
  en: 'a firewall as described sends a refusal: see `bancada plan`',
  pt: 'um firewall como descrito envia uma recusa: veja `bancada plan`',
};

export const noControl = (from: string): Sentence => ({
  en: `no allowed connection from ${from} succeeded meanwhile, so silence says nothing`,
  pt: `nenhuma conexão permitida de ${from} funcionou enquanto isso, portanto o silêncio nada diz`,
});

export const mendControl: Sentence = {
  en: 'first make the services answer that this place may use',
  pt: 'primeiro faça responder os serviços que este lugar pode usar',
};

export const tunnelTitle = (network: string, machine: string): Sentence => ({
  en: `traffic of ${machine} crosses the tunnel ${network}`,
  pt: `o tráfego de ${machine} atravessa o túnel ${network}`,
});

export const expectTunnel = (device: string, over: string): Sentence => ({
  en: `the way leads through ${device}, and what is sent is counted there and on ${over}`,
  pt: `o caminho passa por ${device}, e o que se envia é contado ali e em ${over}`,
});

export const tunnelAbsent = (device: string): Sentence => ({
  en: `there is no device ${device}`,
  pt: `não há dispositivo ${device}`,
});

export const nobodyThere: Sentence = {
  en: 'nobody answered at the other end',
  pt: 'ninguém respondeu na outra ponta',
};

export const tunnelAbsentHint: Sentence = {
  en: 'the tunnel is down: see `bancada logs` of both its ends',
  pt: 'o túnel está caído: veja `bancada logs` das duas pontas',
};

export const otherWay = (address: string, device: string): Sentence => ({
  en: `the way to ${address} leads through ${device}`,
  pt: `o caminho até ${address} passa por ${device}`,
});

export const otherWayHint: Sentence = {
  en: 'a route is missing or was added by hand: see `ip route` on the machine and `bancada plan`',
  pt: 'falta uma rota, ou alguém acrescentou uma à mão: veja `ip route` na máquina e `bancada plan`',
};

/** How many bytes of payload were sent, and by how much the counters of two devices rose. */
export const counted = (device: string, inside: number, over: string, outside: number, payload: number): Sentence => ({
  en: `${String(payload)} bytes of questions and answers; ${device} counted ${String(inside)}, ${over} ${String(outside)}`,
  pt: `${String(payload)} bytes de perguntas e respostas; ${device} contou ${String(inside)}, ${over} ${String(outside)}`,
});

export const balanceTitle = (service: string): Sentence => ({
  en: `${service} shares the requests as it promises`,
  pt: `${service} reparte as requisições como promete`,
});

export const expectExact = (shares: string, requests: number): Sentence => ({
  en: `of ${String(requests)} requests in a row exactly ${shares} (rotation; up to 3 tries, since others may take turns too)`,
  pt: `de ${String(requests)} requisições seguidas exatamente ${shares} (rodízio; até 3 tentativas, pois outros também podem ter a vez)`,
});

export const expectSticky = (requests: number): Sentence => ({
  en: `all of ${String(requests)} requests from one visitor at one instance`,
  pt: `todas as ${String(requests)} requisições de um visitante em uma instância`,
});

export const expectRandom = (requests: number): Sentence => ({
  en: `${String(requests)} requests spread as chance would have it (chi-squared test, 0.1 %; up to 2 tries)`,
  pt: `${String(requests)} requisições repartidas como manda o acaso (teste qui-quadrado, 0,1 %; até 2 tentativas)`,
});

export const expectShares = (requests: number): Sentence => ({
  en: `${String(requests)} requests shared as the service promises`,
  pt: `${String(requests)} requisições repartidas como o serviço promete`,
});

/** `app1 10, app2 10`: the same in every language. */
export const shares = (counts: ReadonlyMap<string, number>): Sentence =>
  same([...counts].map(([name, count]) => `${name} ${String(count)}`).join(', '));

export const amongOthers = (seen: Sentence, others: number): Sentence => ({
  en: `${seen.en}, among ${others === 1 ? '1 request of another visitor, who had a turn' : `${String(others)} requests of others, who had their turns`} too`,
  pt: `${seen.pt}, em meio a ${others === 1 ? '1 requisição de outro visitante, que também teve a sua vez' : `${String(others)} requisições de outros, que também tiveram a sua vez`}`,
});
export const sendNobody = { en: 'check again while no visitors come', pt: 'verifique de novo sem visitantes' };

export const unnamedAnswer = (field: string, status: number): Sentence => ({
  en: `an answer (status ${String(status)}) does not say in \`${field}\` who gave it`,
  pt: `uma resposta (status ${String(status)}) não diz em \`${field}\` quem a deu`,
});

export const balanceHint: Sentence = {
  en: 'see whether every instance is ready (`bancada status`) and what the balancer logs about them',
  pt: 'veja se todas as instâncias estão prontas (`bancada status`) e o que o balanceador registra sobre elas',
};

export const noBalance = (service: string): Sentence => ({
  en: `${service} promises no balance`,
  pt: `${service} não promete balanceamento`,
});

export const expectJourney: Sentence = {
  en: 'every step goes well, its traces are found, and nothing is left afterwards',
  pt: 'cada passo dá certo, seus rastros são encontrados, e nada fica depois',
};

export const journeyWentWell = (steps: number): Sentence => ({
  en: `${String(steps)} steps went well, and nothing was left`,
  pt: `${String(steps)} passos deram certo, e nada ficou`,
});

export const stepFailed = (step: string, why: Sentence): Sentence => ({
  en: `${step}: ${why.en}`,
  pt: `${step}: ${why.pt}`,
});

export const journeyHint: Sentence = {
  en: 'see `bancada logs` of the service at that moment',
  pt: 'veja `bancada logs` do serviço nesse momento',
};

export const noFront = (service: string): Sentence => ({
  en: `no visitor can reach ${service}`,
  pt: `nenhum visitante consegue chegar a ${service}`,
});

export const wrongStatus = (status: number, expected: number): Sentence => ({
  en: `status ${String(status)} instead of ${String(expected)}`,
  pt: `status ${String(status)} em vez de ${String(expected)}`,
});

export const lacks = (text: string): Sentence => ({ en: `“${text}” does not occur`, pt: `“${text}” não aparece` });

export const traceMissing: Sentence = { en: 'nothing was found', pt: 'nada foi encontrado' };
export const traceLeft: Sentence = { en: 'the trace is still there afterwards', pt: 'o rastro continua ali depois' };

export const noInstanceAnswered = (path: string, field: string): Sentence => ({
  en: `${path} does not say in \`${field}\` who answers`,
  pt: `${path} não diz em \`${field}\` quem responde`,
});

export const sessionLost = (instance: string): Sentence => ({
  en: `the session is not known to ${instance}`,
  pt: `a sessão não é conhecida por ${instance}`,
});

export const notInspectable = (service: string): Words => ({
  message: { en: `${service} cannot be looked into`, pt: `não se pode olhar dentro de ${service}` },
  hint: { en: 'ask it by a check of the kind `command`', pt: 'consulte-o com uma verificação `command`' },
});

export const askedTitle = (name: string): Sentence => same(name);

export const expectStatus = (status: number, contains: string | undefined): Sentence =>
  contains === undefined
    ? same(`status ${String(status)}`)
    : { en: `status ${String(status)} and “${contains}”`, pt: `status ${String(status)} e “${contains}”` };

export const sawStatus = (status: number): Sentence => same(`status ${String(status)}`);

export const expectConnection = (address: string, port: number): Sentence => ({
  en: `a connection to ${address}:${String(port)}`,
  pt: `uma conexão com ${address}:${String(port)}`,
});

export const expectValue = (value: string): Sentence => same(`“${value}”`);
export const sawValue = (value: string | undefined): Sentence =>
  value === undefined ? traceMissing : same(`“${value}”`);

export const expectCommand = (contains: string | undefined): Sentence =>
  contains === undefined
    ? { en: 'exit code 0', pt: 'código de saída 0' }
    : { en: `exit code 0 and “${contains}”`, pt: `código de saída 0 e “${contains}”` };

export const sawCommand = (code: number, output: string): Sentence => ({
  en: `exit code ${String(code)}: ${output}`,
  pt: `código de saída ${String(code)}: ${output}`,
});

export const noSuchHost = (name: string, from: string): Words => ({
  message: { en: `${name} is nothing that ${from} can reach`, pt: `${name} não é nada que ${from} alcance` },
  hint: { en: 'name a service or machine, or write an address', pt: 'indique um serviço, uma máquina ou um endereço' },
});
