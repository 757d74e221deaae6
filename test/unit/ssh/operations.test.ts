import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { peerSession } from '../../support/ssh-peer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const me = { owner: String(process.getuid?.()), group: String(process.getgid?.()) };

test('operations are done in order and acknowledged one by one', async () => {
  const { session } = await peerSession();
  const folder = await temporaryFolder();
  const path = join(folder, 'deep', 'secret');
  const done: number[] = [];
  await session.perform(
    [
      { do: 'directory', path: join(folder, 'deep'), mode: '0700', ...me },
      { do: 'write', path, content: new Secret('hush'), mode: '0600', ...me },
      { do: 'run', argv: ['sh', '-c', 'cat > "$1"', 'sh', `${path}.copy`], stdin: new Secret('hush') },
      { do: 'remove', path },
    ],
    { onDone: (index) => done.push(index) },
  );
  expect(done).toEqual([0, 1, 2, 3]);
  expect(await readFile(`${path}.copy`, 'utf8')).toBe('hush');
  await expect(stat(path)).rejects.toThrow('ENOENT');
});

test('the first operation that fails stops the others, and its output hides the secrets it was given', async () => {
  const { session } = await peerSession();
  const after = join(await temporaryFolder(), 'after');
  const failing = session.perform([
    { do: 'run', argv: ['sh', '-c', 'read word; echo "bad word: $word" >&2; exit 9'], stdin: new Secret('Xyzzy-123') },
    { do: 'write', path: after, content: '', mode: '0644', ...me },
  ]);
  await expect(failing).rejects.toMatchObject({
    code: 'operation-failed',
    context: { operation: 0, code: 9, output: 'bad word: •••' },
  });
  await expect(stat(after)).rejects.toThrow('ENOENT');
});

test('an operation that fails is told as a command, which reads the same in every language', async () => {
  const { session } = await peerSession();
  const folder = await temporaryFolder();
  const path = join(folder, 'a file', 'below');
  await writeFile(join(folder, 'a file'), '');
  const wants = [
    [{ do: 'write', path, content: '', mode: '0644', ...me }, `cat > '${path}'`],
    [{ do: 'directory', path, mode: '0755', ...me }, `mkdir -p '${path}'`],
  ] as const;
  for (const [operation, command] of wants)
    await expect(session.perform([operation])).rejects.toMatchObject({
      sentence: { pt: `${command} falhou em peer` },
      context: { command },
    });
});
