import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/ports/files.ts';

const start = (...words: readonly string[]) =>
  spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...words], {
    cwd: packageRoot(),
    env: { ...process.env, NO_COLOR: '1', BANCADA_LANG: 'en' },
  });

const ended = async (program: ReturnType<typeof start>): Promise<unknown> =>
  ((await once(program, 'exit')) as unknown[])[0];

describe('as a process', () => {
  it('exits with the code and writes results and complaints apart', async () => {
    const program = start('validat');
    const [code, out, error] = await Promise.all([ended(program), text(program.stdout), text(program.stderr)]);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(error).toContain('did you mean validate?');
  });

  it('writes all of a long document before it ends', async () => {
    const program = start('show', 'survey', '--json');
    const [code, out] = await Promise.all([ended(program), text(program.stdout)]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ name: 'survey' });
  });

  it('prints what a simulation knew when Ctrl-C came', async () => {
    const program = start('sim', 'weights', '--for', '10s', '--sweep', 'rate=10..500/100', '--uncalibrated');
    const out = text(program.stdout);
    let progress = '';
    program.stderr.on('data', (chunk: Buffer) => {
      const before = progress;
      progress += chunk.toString();
      if (!before.includes('with rate=14') && progress.includes('with rate=14')) program.kill('SIGINT');
    });
    expect(await ended(program)).toBe(130);
    expect(await out).toContain('interrupted: this is what was known so far');
    expect(await out).toMatch(/answers a second +\d/);
    expect(await out).not.toMatch(/^500 /m);
  });

  it('ends without a complaint when nobody reads any more', async () => {
    const program = start('show', 'survey');
    program.stdout.destroy();
    const [code, error] = await Promise.all([ended(program), text(program.stderr)]);
    expect({ code, error }).toEqual({ code: 0, error: '' });
  });
});
