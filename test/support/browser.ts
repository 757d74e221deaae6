import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** No windows, nothing kept, and no talk with anybody but the page. The sandbox of Chromium cannot be had as root. */
const quietly = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** As Debian, Ubuntu and others call it. */
const names = ['chromium', 'chromium-browser', 'google-chrome'];

const browser = async (): Promise<string> => {
  for (const name of names) if ((await execa('which', [name], { reject: false })).exitCode === 0) return name;
  throw new Error(`none of these is installed: ${names.join(', ')}`);
};

/** Loads a page in a Chromium that was never used before; its document as it stands once its scripts have run. */
export const pageAt = async (url: string): Promise<string> => {
  const profile = await mkdtemp(join(tmpdir(), 'bancada-chromium-'));
  try {
    const { stdout } = await execa(await browser(), [...quietly, `--user-data-dir=${profile}`, '--dump-dom', url], {
      timeout: 30_000,
      stdin: 'ignore',
    });
    return stdout;
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  }
};
