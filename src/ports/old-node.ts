import { tooOld } from '../text/old-node.ts';

/** Ends this process, with the code of a computer that lacks something, where its Node is older than 20.19. */
export const refuseOldNode = (): void => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  const { BANCADA_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
  const isPortuguese = (BANCADA_LANG || LC_ALL || LC_MESSAGES || LANG || '').startsWith('pt');
  process.stderr.write(`bancada: ${tooOld(process.versions.node)[isPortuguese ? 'pt' : 'en']}\n`);
  process.exit(69);
};
