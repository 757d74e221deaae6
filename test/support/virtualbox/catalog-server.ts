import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { debianBoxes } from '../../../vms/boxes.ts';
import type { CatalogOrder, CatalogWord } from './catalog.ts';

/*
 * A catalog of boxes, as Vagrant asks for one, on the loopback of the computer with the stand-in. Its argument is the box
 * that it hands out as the one that Bancada pins.
 */

const [box = ''] = process.argv.slice(2);
const content = readFileSync(box);
const { name, version } = debianBoxes.virtualbox.x64;
let serving: CatalogOrder = 'whole';

const tell = (word: CatalogWord): void => void process.send?.(word);

const metadata = (host: string): string =>
  JSON.stringify({
    name,
    versions: [{ version, providers: [{ name: 'virtualbox', url: `http://${host}/the.box` }] }],
  });

/** The box from where it is asked for; half of what is left, where it is to stop there. */
const sendBox = (request: IncomingMessage, response: ServerResponse): void => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const rest = content.subarray(from);
  tell({ asked: 'box', from });
  response.writeHead(from > 0 ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': rest.length,
    ...(from > 0 && {
      'content-range': `bytes ${String(from)}-${String(content.length - 1)}/${String(content.length)}`,
    }),
  });
  if (serving === 'whole') response.end(rest);
  else
    response.write(rest.subarray(0, rest.length / 2), () => {
      if (serving === 'cut') setTimeout(() => response.socket?.resetAndDestroy(), 100);
    });
};

const server = createServer((request, response) => {
  if (request.url === '/the.box') {
    sendBox(request, response);
    return;
  }
  const isKnown = request.url === `/${name}`;
  tell({ asked: 'metadata', from: 0 });
  response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
  response.end(isKnown && request.method === 'GET' ? metadata(request.headers.host ?? '') : undefined);
});

process.on('message', (order: CatalogOrder) => {
  serving = order;
  server.closeAllConnections();
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
