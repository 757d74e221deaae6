import { describe, expect, it } from 'vitest';
import { blueprintOf, survey } from './build.ts';

const blueprint = blueprintOf(survey());
const machine = (name: string) => blueprint.machines.find((candidate) => candidate.name === name)!;
const flow = (id: string) => blueprint.flows.find((candidate) => candidate.id === id);

describe('the survey system', () => {
  it('gives every machine its addresses', () => {
    const addresses = blueprint.machines.map(({ name, interfaces }) => [
      name,
      ...interfaces.map((i) => `${i.device} ${i.address}/${i.prefix}`),
    ]);
    expect(addresses).toEqual([
      ['lb', 'lan 192.168.56.10/24', 'internet 203.0.113.2/24', 'vpn 10.8.0.2/24'],
      ['app1', 'lan 192.168.56.11/24'],
      ['app2', 'lan 192.168.56.12/24'],
      ['db', 'internet 203.0.113.3/24', 'vpn 10.8.0.1/24'],
    ]);
  });

  it('takes database traffic through the balancer into the tunnel, and back', () => {
    expect(flow('survey@app1->mariadb@db:mysql')).toEqual({
      id: 'survey@app1->mariadb@db:mysql',
      from: { kind: 'service', service: 'survey@app1', machine: 'app1', address: '192.168.56.11' },
      to: { service: 'mariadb@db', machine: 'db', address: '10.8.0.1', portName: 'mysql', port: 3306 },
      protocol: 'tcp',
      path: [{ network: 'lan', via: 'lb' }, { network: 'vpn' }],
    });
    expect(machine('app1').routes).toEqual([
      { destination: '10.8.0.0/24', via: '192.168.56.10', device: 'lan', by: 'host' },
    ]);
    expect(machine('db').routes).toEqual([{ destination: '192.168.56.0/24', device: 'vpn', by: 'tunnel' }]);
    expect(machine('lb').routes).toEqual([]);
    expect(blueprint.machines.filter(({ forwards }) => forwards).map(({ name }) => name)).toEqual(['lb']);
    expect(blueprint.networks.find(({ name }) => name === 'vpn')).toMatchObject({
      behind: { lb: ['192.168.56.0/24'] },
    });
  });

  it('lets through what flows, and nothing else', () => {
    expect(machine('lb').firewall.forward).toEqual(
      ['app1', 'app2'].map((app, index) => ({
        flow: `survey@${app}->mariadb@db:mysql`,
        inDevice: 'lan',
        outDevice: 'vpn',
        from: [`192.168.56.${11 + index}/32`],
        to: '10.8.0.1',
        protocol: 'tcp',
        port: 3306,
      })),
    );
    expect(
      machine('db').firewall.input.map((rule) => `${rule.inDevice} ${rule.from.join()} ${rule.protocol}/${rule.port}`),
    ).toEqual(
      ['vpn 192.168.56.11/32 tcp/3306', 'vpn 192.168.56.12/32 tcp/3306', 'internet 203.0.113.2/32 udp/1194'].toSorted(
        (a, b) => Number(a.startsWith('vpn')) - Number(b.startsWith('vpn')),
      ),
    );
  });

  it('lets the class look in from the first address of the lan', () => {
    expect(flow('visitors:class->web@lb:http')?.from).toEqual({
      kind: 'visitors',
      crowd: '192.168.56.128/25',
      visitors: 'class',
      network: 'lan',
      address: '192.168.56.1',
    });
    expect(blueprint.visitors).toEqual([{ name: 'class', network: 'lan', to: ['web@lb'], port: 80, portName: 'http' }]);
  });

  it('leads visitors to one machine of a service where only that one is named', () => {
    const visitedBy = (to: string): readonly string[] | undefined =>
      blueprintOf({ ...survey(), visitors: [{ name: 'class', from: 'lan', to }] }).visitors[0]?.to;
    expect(visitedBy('survey')).toEqual(['survey@app1', 'survey@app2']);
    expect(visitedBy('survey@app2')).toEqual(['survey@app2']);
  });

  it('resolves a use to every instance', () => {
    const web = blueprint.services.find(({ id }) => id === 'web@lb');
    expect(
      web?.uses[0]?.targets.map(({ service, address, port, network }) => [service, address, port, network]),
    ).toEqual([
      ['survey@app1', '192.168.56.11', 8000, 'lan'],
      ['survey@app2', '192.168.56.12', 8000, 'lan'],
    ]);
  });

  it('adds the services that nobody writes, in the order of provisioning', () => {
    expect(machine('lb').services).toEqual(['guard@lb', 'vpn@lb', 'web@lb', 'redis@lb']);
    expect(machine('app2').services).toEqual(['guard@app2', 'survey@app2']);
    expect(machine('app2').packages).toEqual(['gunicorn', 'python3']);
  });

  it('names the other machines as each one reaches them', () => {
    expect(machine('app1').hosts).toEqual({ lb: '192.168.56.10', app2: '192.168.56.12', db: '10.8.0.1' });
    expect(machine('db').hosts).toEqual({ lb: '10.8.0.2' });
  });
});
