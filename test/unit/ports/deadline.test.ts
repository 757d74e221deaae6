import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { deadline } from '../../../src/ports/deadline.ts';

const aborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));

test('fires after its time, or with the signal it goes along with', async () => {
  expect(await aborted(deadline(10))).toMatchObject({ name: 'TimeoutError' });
  const controller = new AbortController();
  const reason = aborted(deadline(60_000, controller.signal));
  controller.abort('enough');
  expect(await reason).toBe('enough');
});

test('fires although garbage was collected meanwhile', () => {
  const module = fileURLToPath(new URL('../../../src/ports/deadline.ts', import.meta.url));
  const program = `
    const { deadline } = await import(${JSON.stringify(module)});
    const parent = new AbortController();
    let fired = 0;
    for (let i = 0; i < 50; i++) deadline(50, parent.signal).addEventListener('abort', () => fired++);
    for (let i = 0; i < 8; i++) { await new Promise((r) => setTimeout(r, 5)); globalThis.gc(); }
    await new Promise((r) => setTimeout(r, 200));
    console.log(fired);`;
  const argv = ['--expose-gc', '--import', 'tsx', '--input-type=module', '--eval', program];
  const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect(stdout.trim(), stderr).toBe('50');
});
