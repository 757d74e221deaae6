import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { issueRevocationList } from '../../../src/pki/certificates.ts';
import { expiryOf, validFrom } from '../../../src/pki/validity.ts';
import { Secret } from '../../../src/model/secret.ts';
import { filesOf, roleWorld } from '../../support/role-world.ts';
import { installed } from '../../support/servers.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const possible = installed('openvpn', 'unshare', 'ip') && existsSync('/dev/net/tun') && process.getuid?.() === 0;
const title = possible ? 'the tunnel' : 'the tunnel (NOT CHECKED: needs openvpn, root and /dev/net/tun)';

/** Both ends' configurations with keys of their own, to be run on one machine. */
const writeEnds = async (below: string) => {
  const folder = mkdtempSync(join(below, 'lab-'));
  const world = await roleWorld('survey', folder);
  for (const [path, content] of [...filesOf(world, 'vpn@db'), ...filesOf(world, 'vpn@lb')]) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    const moved = content.replaceAll('/etc/openvpn/server/vpn', join(folder, '/etc/openvpn/server/vpn'));
    writeFileSync(join(folder, path), moved.replace(/^remote .*/m, 'remote 127.0.0.1 1194'));
  }
  return { folder, server: `${folder}/etc/openvpn/server/vpn.conf`, client: `${folder}/etc/openvpn/client/vpn.conf` };
};

/** Puts the client on the list of the revoked that the server reads. */
const revoke = async (folder: string): Promise<void> => {
  const secret = (name: string) => readFileSync(join(folder, 'secrets/services/vpn', name), 'utf8');
  const authority = { certificate: secret('ca'), key: new Secret(secret('ca.key')) };
  const { serialNumber } = new X509Certificate(secret('certificate-lb'));
  const validity = { from: validFrom(new Date()), until: expiryOf(authority.certificate) };
  const list = await issueRevocationList(authority, validity, [serialNumber]);
  writeFileSync(join(folder, 'etc/openvpn/server/vpn.crl'), list);
};

/** Runs both in a network namespace of their own until the client is in, or for a while; returns what the ends said. */
const meet = (server: string, client: string, log: string) => {
  const script = `ip link set lo up
openvpn --config ${server} >${log}.server 2>&1 & server=$!
openvpn --config ${client} --dev other >${log}.client 2>&1 & client=$!
for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
  grep -q 'Initialization Sequence Completed' ${log}.client && break
  sleep 0.2
done
ip -o address; ip route
kill -KILL $server $client`;
  const network = spawnSync('unshare', ['--net', 'sh', '-c', script], { encoding: 'utf8' }).stdout;
  return { network, server: readFileSync(`${log}.server`, 'utf8'), client: readFileSync(`${log}.client`, 'utf8') };
};

test.skipIf(!possible)(
  `${title} joins its two ends under the addresses of the blueprint`,
  { timeout: 20_000 },
  async () => {
    const folder = await temporaryFolder();
    const { server, client } = await writeEnds(folder);
    const seen = meet(server, client, join(folder, 'log'));
    expect(seen.client).toContain('Initialization Sequence Completed');
    expect(seen.client).toContain("cipher 'AES-256-GCM'");
    expect(seen.network).toMatch(/ other +inet 10\.8\.0\.2\/24/);
    expect(seen.network).toMatch(/^192\.168\.56\.0\/24 via 10\.8\.0\.2 dev vpn/m);
    expect(seen.server).toContain('MULTI: internal route 192.168.56.0/24 -> lb/');
    expect(seen.server + seen.client).not.toMatch(/WARNING|DEPRECATED/);
  },
);

test.skipIf(!possible)(`${title} is closed to keys of another lab`, { timeout: 20_000 }, async () => {
  const folder = await temporaryFolder();
  const [here, elsewhere] = [await writeEnds(folder), await writeEnds(folder)];
  const seen = meet(here.server, elsewhere.client, join(folder, 'log'));
  expect(seen.client).not.toContain('Initialization Sequence Completed');
  expect(seen.network).not.toContain(' other ');
  expect(seen.server).toContain('client key authentication error');
});

test.skipIf(!possible)(`${title} is closed to a client that was revoked`, { timeout: 20_000 }, async () => {
  const folder = await temporaryFolder();
  const ends = await writeEnds(folder);
  await revoke(ends.folder);
  const seen = meet(ends.server, ends.client, join(folder, 'log'));
  expect(seen.server).toContain('certificate revoked');
  expect(seen.client).not.toContain('Initialization Sequence Completed');
  expect(seen.network).not.toContain(' other ');
});
