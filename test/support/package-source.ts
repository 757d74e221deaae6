import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** An HTTP proxy for apt in a network namespace. What this computer has downloaded already is not fetched again. */
export interface PackageSource extends AsyncDisposable {
  readonly url: string;
}

const archives = '/var/lib/bancada/images/apt/archives';
const port = 3142;

/** Listens in the namespace and carries each connection to a unix socket, which knows no namespaces of networks. */
const carrier = `
const net = require('node:net');
const [address, port, socket] = process.argv.slice(1);
net.createServer((near) => {
  const far = net.connect(socket);
  near.on('error', () => far.destroy()).on('close', () => far.destroy());
  far.on('error', () => near.destroy());
  near.pipe(far).pipe(near);
}).listen(Number(port), address, () => console.log('ready'));
process.stdin.on('end', () => process.exit()).resume();
`;

/** Serves apt at an address of the namespace that `through` enters. */
export const packageSource = async (through: readonly string[], address: string): Promise<PackageSource> => {
  const folder = await mkdtemp(join(tmpdir(), 'bancada-apt-'));
  const socket = join(folder, 'socket');
  const fetched = new Map<string, Promise<Answer>>();
  const server = createServer((request, response) => {
    answer(request, fetched).then(
      ({ status, headers, body }) => send(response, status, headers, body),
      (error: unknown) => send(response, 502, {}, Buffer.from(String(error))),
    );
  });
  server.listen(socket);
  await once(server, 'listening');
  const [program, ...words]: readonly string[] = [
    ...through,
    process.execPath,
    '-e',
    carrier,
    address,
    String(port),
    socket,
  ];
  const child = spawn(program ?? '', words, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    url: `http://${address}:${String(port)}`,
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const send = (response: ServerResponse, status: number, headers: Answer['headers'], body: Buffer): void => {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
};

const answer = async ({ url = '' }: IncomingMessage, fetched: Map<string, Promise<Answer>>): Promise<Answer> => {
  const there = downloaded().get(basename(url));
  if (there !== undefined) return { status: 200, headers: {}, body: await readFile(join(archives, there)) };
  const known = fetched.get(url) ?? fetchOnce(url);
  fetched.set(url, known);
  return known;
};

const fetchOnce = async (url: string): Promise<Answer> => {
  const answered = await fetch(url, { redirect: 'follow' });
  const modified = answered.headers.get('last-modified');
  const headers: Record<string, string> = modified === null ? {} : { 'last-modified': modified };
  return { status: answered.status, headers, body: Buffer.from(await answered.arrayBuffer()) };
};

/** apt's cache knows an epoch in a file's name, its sources do not. */
const downloaded = (): ReadonlyMap<string, string> => {
  try {
    return new Map(readdirSync(archives).map((file) => [file.replace(/_\d+%3a/, '_'), file]));
  } catch {
    return new Map();
  }
};
