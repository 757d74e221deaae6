import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { accountOperations } from './account-operations.ts';
import { instanceOperations } from './instance-operations.ts';
import { networkOperations } from './network-operations.ts';
import { writeError, writeReply } from './reply.ts';
import { readRequest, Refused } from './request.ts';
import { signedRegion, type Credentials } from './signature.ts';
import type { Hypervisor, Image, Place, World } from './world.ts';

/** Something that goes wrong with the next requests for an operation, everywhere or (`RunInstances us-east-1`) in a region; `*` for any. */
export interface Misfortune {
  readonly operation: string;
  /** How many such requests are answered before it happens; none if not said. */
  skips?: number;
  /** How often it happens; once if not said. */
  times?: number;
  /**
   * An error code of AWS, with its status; or: it is done, and the connection breaks before the answer, or stays open
   * without one.
   */
  readonly what:
    { readonly code: string; readonly message?: string; readonly status?: number } | 'lost-answer' | 'no-answer';
}

/** An EC2 endpoint that is not AWS's: for tests. It speaks AWS's own interface, by AWS's own model. */
export interface StandIn extends AsyncDisposable {
  readonly url: string;
  readonly world: World;
  readonly credentials: Credentials[];
  readonly misfortunes: Misfortune[];
  /** What was asked, in order: `RunInstances sa-east-1`. */
  readonly asked: string[];
  /** What the stand-in itself did wrong, which a test should find empty. */
  readonly faults: unknown[];
  /** What makes every AWS tool use it. */
  readonly environment: Readonly<Record<string, string>>;
}

type Handler = (input: never, place: Place) => unknown;

const operations: Readonly<Record<string, Handler>> = {
  ...accountOperations,
  ...instanceOperations,
  ...networkOperations,
};

const debian = '136693071363';
const ubuntu = '099720109477';
const image = (
  id: string,
  owner: string,
  name: string,
  created: string,
  architecture: Image['architecture'] = 'x86_64',
) => ({
  id: `ami-${id.padEnd(17, '0')}`,
  owner,
  name,
  architecture,
  created,
});

const images: readonly Image[] = [
  image('0de01', debian, 'debian-12-amd64-20240101-1000', '2024-01-01T10:00:00.000Z'),
  image('0de02', debian, 'debian-12-amd64-20250601-1000', '2025-06-01T10:00:00.000Z'),
  image('0de03', debian, 'debian-12-arm64-20250701-1000', '2025-07-01T10:00:00.000Z', 'arm64'),
  image('0de04', debian, 'debian-12-backports-amd64-20250801-1000', '2025-08-01T10:00:00.000Z'),
  image('0de05', debian, 'debian-13-amd64-20250901-1000', '2025-09-01T10:00:00.000Z'),
  image('0bad1', '666666666666', 'debian-12-amd64-20991231-1000', '2099-12-31T10:00:00.000Z'),
  image(
    '0ca01',
    ubuntu,
    'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20250601',
    '2025-06-01T12:00:00.000Z',
  ),
  image(
    '0bad2',
    '666666666666',
    'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20991231',
    '2099-12-31T10:00:00.000Z',
  ),
];

/** No machines: an instance is a state that changes. */
const noHypervisor: Hypervisor = {
  boot: () => Promise.resolve(),
  console: () => Promise.resolve(''),
  isOff: () => Promise.resolve(false),
  stop: () => Promise.resolve(),
  terminate: () => Promise.resolve(),
};

interface Options {
  readonly hypervisor?: Hypervisor;
  /** Told whenever addresses, or what security groups let in, have changed. */
  readonly route?: (world: World) => Promise<void>;
  readonly addresses?: readonly string[];
}

const newWorld = ({
  hypervisor = noHypervisor,
  route,
  addresses = ['203.0.113.10', '203.0.113.11'],
}: Options): World => {
  const world: World = {
    instances: [],
    groups: [],
    addresses: [],
    keys: [],
    images: [...images],
    regions: ['us-east-1', 'sa-east-1'],
    lagMs: 0,
    changeMs: 20,
    hasDefaultVpc: true,
    hypervisor,
    rewired: async () => route?.(world),
    freeAddresses: [...addresses],
  };
  return world;
};

/** Starts one on a loopback port. */
export const startStandIn = async (options: Options = {}): Promise<StandIn> => {
  const world = newWorld(options);
  const credentials: Credentials[] = [{ accessKeyId: 'AKIDSTANDIN', secretAccessKey: 'stand-in-secret' }];
  const told = { world, credentials, misfortunes: [] as Misfortune[], asked: [] as string[], faults: [] as unknown[] };
  const server = createServer((request, response) => {
    answer(request, response, told).catch((error: unknown) => {
      told.faults.push(error);
      send(response, 500, writeError('InternalError', String(error), randomUUID()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    ...told,
    url,
    environment: {
      AWS_ENDPOINT_URL_EC2: url,
      AWS_ACCESS_KEY_ID: 'AKIDSTANDIN',
      AWS_SECRET_ACCESS_KEY: 'stand-in-secret',
      AWS_REGION: 'sa-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const send = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8' }).end(body);
};

const misfortuneFor = (
  misfortunes: Misfortune[],
  operation: string,
  region: string,
): Misfortune['what'] | undefined => {
  const one = misfortunes.find(
    ({ operation: which, times = 1 }) => times > 0 && ['*', operation, `${operation} ${region}`].includes(which),
  );
  if (one === undefined) return undefined;
  if (one.skips !== undefined && one.skips > 0) {
    one.skips -= 1;
    return undefined;
  }
  one.times = (one.times ?? 1) - 1;
  return one.what;
};

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  { world, credentials, misfortunes, asked }: Pick<StandIn, 'world' | 'credentials' | 'misfortunes' | 'asked'>,
): Promise<void> => {
  const id = randomUUID();
  const body = await text(request);
  try {
    const region = signedRegion(request.headers, body, credentials);
    const { operation, input } = readRequest(body);
    asked.push(`${operation} ${region}`);
    const misfortune = misfortuneFor(misfortunes, operation, region);
    if (typeof misfortune === 'object')
      throw new Refused(misfortune.code, misfortune.message ?? misfortune.code, misfortune.status);
    const handler = operations[operation];
    if (handler === undefined) throw new Error(`the stand-in cannot do ${operation} yet`);
    const output = (await handler(input as never, { world, region })) as Readonly<Record<string, unknown>>;
    const reply = writeReply(operation, output, id);
    if (misfortune === 'lost-answer') request.socket.destroy();
    if (misfortune === undefined) send(response, 200, reply);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    send(response, error.status, writeError(error.code, error.message, id));
  }
};
