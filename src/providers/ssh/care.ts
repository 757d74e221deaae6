import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { packageRoot, readText } from '../../ports/files.ts';
import { remotePart } from '../../ssh/remote/remote.ts';
import type { Session } from '../../ssh/session.ts';
import { existingText } from '../../text/existing.ts';
import type { Marker } from './marker.ts';

/** What is done to a computer as a whole; each may be repeated. */
export type Care = 'adopt' | 'park' | 'resume' | 'restore';

const program = async (): Promise<string> => {
  const parts = [remotePart('before.py'), readText(join(packageRoot(), 'src/providers/ssh/care.py'))];
  return (await Promise.all(parts)).join('\n');
};

/** Does it, as root. @throws LabError `host-not-restored` with what went wrong there */
export const takeCare = async (session: Session, care: Care, marker: Marker): Promise<void> => {
  const argv = ['python3', '-I', '-', care, JSON.stringify(marker)];
  const { code, stderr } = await session.run(argv, { stdin: await program() });
  if (code === 0) return;
  const context = { machine: marker.machine, care, output: stderr.trim() };
  throw care === 'restore'
    ? new LabError({
        code: 'host-not-restored',
        fault: 'operation',
        ...existingText.notRestored(marker.machine),
        context,
      })
    : new LabError({ code: 'host-not-ready', fault: 'operation', ...existingText.notDone(marker.machine), context });
};
