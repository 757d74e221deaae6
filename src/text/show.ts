import type { OriginLayer } from '../model/topology.ts';
import type { Sentence } from '../model/sentence.ts';

/** Headings of the tables of `show`. */
export const headings = {
  networks: { en: 'Networks', pt: 'Redes' },
  machines: { en: 'Machines', pt: 'Máquinas' },
  services: { en: 'Services', pt: 'Serviços' },
  visitors: { en: 'Visitors', pt: 'Visitantes' },
  flows: {
    en: 'Flows: who may talk to whom; everything else is closed',
    pt: 'Fluxos: quem pode falar com quem; o resto é fechado',
  },
  routes: { en: 'Routes', pt: 'Rotas' },
  firewall: { en: 'Firewall', pt: 'Firewall' },
  origins: { en: 'Where values come from', pt: 'De onde vêm os valores' },
} as const satisfies Record<string, Sentence>;

/** Names of columns. */
export const columns = {
  name: { en: 'name', pt: 'nome' },
  kind: { en: 'kind', pt: 'tipo' },
  subnet: { en: 'subnet', pt: 'sub-rede' },
  details: { en: 'details', pt: 'detalhes' },
  site: { en: 'site', pt: 'local' },
  size: { en: 'size', pt: 'tamanho' },
  network: { en: 'network', pt: 'rede' },
  address: { en: 'address', pt: 'endereço' },
  hardware: { en: 'hardware address', pt: 'endereço físico' },
  link: { en: 'link', pt: 'enlace' },
  service: { en: 'service', pt: 'serviço' },
  role: { en: 'role', pt: 'papel' },
  ports: { en: 'ports', pt: 'portas' },
  uses: { en: 'uses', pt: 'usa' },
  from: { en: 'from', pt: 'de' },
  to: { en: 'to', pt: 'para' },
  port: { en: 'port', pt: 'porta' },
  path: { en: 'path', pt: 'caminho' },
  machine: { en: 'machine', pt: 'máquina' },
  destination: { en: 'destination', pt: 'destino' },
  via: { en: 'via', pt: 'via' },
  lets: { en: 'lets', pt: 'deixa' },
  by: { en: 'by', pt: 'por' },
  value: { en: 'value', pt: 'valor' },
  origin: { en: 'from', pt: 'origem' },
  place: { en: 'place', pt: 'onde' },
} as const satisfies Record<string, Sentence>;

export const memory = (mebibytes: number): Sentence => ({ en: `${mebibytes} MiB`, pt: `${mebibytes} MiB` });
export const processors = (count: number): Sentence => ({
  en: `${count} CPU`,
  pt: `${count} CPU`,
});
export const visitorsFrom = (address: string): Sentence => ({
  en: `visitors from ${address}`,
  pt: `visitantes de ${address}`,
});
export const sketchOnly: Sentence = { en: 'sketch only', pt: 'só esboço' };
export const publicWord: Sentence = { en: 'public', pt: 'pública' };
export const sameMachine: Sentence = { en: 'on the same machine', pt: 'na mesma máquina' };
export const letsIn: Sentence = { en: 'in', pt: 'entrar' };
export const letsThrough: Sentence = { en: 'through', pt: 'passar' };
export const byTunnel: Sentence = { en: 'the tunnel', pt: 'o túnel' };
export const delay = (milliseconds: number): Sentence => ({
  en: `${milliseconds} ms delay`,
  pt: `${milliseconds} ms de atraso`,
});
export const jitter = (milliseconds: number): Sentence => ({ en: `±${milliseconds} ms`, pt: `±${milliseconds} ms` });
export const rate = (bitsPerSecond: number): Sentence => {
  const text =
    bitsPerSecond >= 1e9
      ? `${bitsPerSecond / 1e9} Gbit/s`
      : bitsPerSecond >= 1e6
        ? `${bitsPerSecond / 1e6} Mbit/s`
        : `${bitsPerSecond / 1e3} kbit/s`;
  return { en: text, pt: text.replace('.', ',') };
};
export const loss = (share: number): Sentence => {
  const percent = String(Number((share * 100).toFixed(4)));
  return { en: `${percent}% lost`, pt: `${percent.replace('.', ',')}% perdidos` };
};
export const listensOn = (port: number): Sentence => ({ en: `127.0.0.1:${port}`, pt: `127.0.0.1:${port}` });

/** Who said a value. */
export const layers: Readonly<Record<OriginLayer, Sentence>> = {
  'built-in': { en: 'built in', pt: 'padrão do programa' },
  defaults: { en: 'defaults', pt: 'defaults' },
  group: { en: 'group', pt: 'grupo' },
  member: { en: 'machine', pt: 'máquina' },
};
