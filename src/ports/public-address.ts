import { isIPv4 } from 'node:net';
import { LabError } from '../errors/lab-error.ts';
import { noPublicAddress } from '../text/ports.ts';
import { deadline } from './deadline.ts';

/** AWS's own answer to the question. Encrypted: whoever could change it would be let in. */
const whoAmI = 'https://checkip.amazonaws.com/';
const patienceMs = 5000;

/** This computer's IPv4 address as the internet sees it. @throws LabError `no-public-address` */
export const publicAddress = async (service: string = whoAmI): Promise<string> => {
  const answer = await fetch(service, { signal: deadline(patienceMs), redirect: 'error' })
    .then(async (response) => (response.ok ? (await response.text()).slice(0, 64).trim() : ''))
    .catch((cause: unknown) => {
      throw unknown(cause);
    });
  if (!isIPv4(answer)) throw unknown(answer);
  return answer;
};

const unknown = (cause: unknown): LabError =>
  new LabError({ code: 'no-public-address', fault: 'environment', ...noPublicAddress(whoAmI), cause });
