import type { Sentence } from '../model/sentence.ts';

const tenths = (value: number): string => String(Math.round(10 * value) / 10);
const gibibytes = (mebibytes: number): string => `${tenths(mebibytes / 1024)} GiB`;

/** What the machines of a lab may take together, beside what this computer has. */
export const budgetTexts = {
  processors: (wanted: number, there: number): Sentence => ({
    en: `all machines at work may take ${tenths(wanted)} processors, and this computer has ${tenths(there)}: then each gets less than its size says`,
    pt: `todas as máquinas trabalhando podem usar ${tenths(wanted)} processadores, e este computador tem ${tenths(there)}: então cada uma recebe menos do que seu tamanho diz`,
  }),
  memory: (wanted: number, there: number): Sentence => ({
    en: `all machines may take ${gibibytes(wanted)} of memory, and ${gibibytes(Math.max(0, there))} are to be had: past that all becomes slow, or programs are ended`,
    pt: `todas as máquinas podem usar ${gibibytes(wanted)} de memória, e há ${gibibytes(Math.max(0, there))}: além disso, tudo fica lento, ou programas são encerrados`,
  }),
  disk: (wanted: number, there: number): Sentence => ({
    en: `all machines may write ${tenths(wanted)} GiB, and ${tenths(Math.max(0, there))} GiB of disk are to be had`,
    pt: `todas as máquinas podem gravar ${tenths(wanted)} GiB, e há ${tenths(Math.max(0, there))} GiB de disco`,
  }),
  within: (wanted: { readonly cpus: number; readonly memoryMiB: number; readonly diskGiB: number }): Sentence => ({
    en: `room for its machines: ${tenths(wanted.cpus)} processors, ${gibibytes(wanted.memoryMiB)} of memory, ${tenths(wanted.diskGiB)} GiB of disk at most`,
    pt: `há lugar para suas máquinas: no máximo ${tenths(wanted.cpus)} processadores, ${gibibytes(wanted.memoryMiB)} de memória, ${tenths(wanted.diskGiB)} GiB de disco`,
  }),
} as const;
