import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

export const noTcpdump = (machine: string, lab: string): Words => ({
  message: { en: `${machine} has no tcpdump`, pt: `${machine} não tem tcpdump` },
  hint: { en: `bancada up ${lab} installs it`, pt: `bancada up ${lab} o instala` },
});

export const captureFailed = (why: string): Words => ({
  message: { en: `tcpdump: ${why}`, pt: `tcpdump: ${why}` },
  hint: {
    en: 'put a filter after two dashes: bancada capture survey lb lan -- port 80',
    pt: 'ponha o filtro depois de dois traços: bancada capture survey lb lan -- port 80',
  },
});

export const capturing = (machine: string, network: string): Sentence => ({
  en: `what ${machine} sends and gets on ${network}, until Ctrl-C`,
  pt: `o que ${machine} envia e recebe em ${network}, até Ctrl-C`,
});

export const wiresharkHint: Sentence = {
  en: 'install Wireshark, or write a file with -o and open it elsewhere',
  pt: 'instale o Wireshark, ou escreva um arquivo com -o e abra em outro lugar',
};

export const flags = {
  output: { en: 'write the packets to a file: lan.pcap', pt: 'escreve os pacotes num arquivo: lan.pcap' },
  wireshark: { en: 'show the packets in Wireshark as they come', pt: 'mostra os pacotes no Wireshark conforme chegam' },
  count: { en: 'end after so many packets', pt: 'termina depois de tantos pacotes' },
} as const satisfies Readonly<Record<string, Sentence>>;
