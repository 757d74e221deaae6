import { setMaxListeners } from 'node:events';
import { createInterface } from 'node:readline';
import { LabError } from '../../../errors/lab-error.ts';
import { localTexts } from '../../../text/local.ts';
import { folderNotWritable, makeWritable } from '../../../text/state.ts';
import { requestSchema, type Reply, type Request } from '../protocol.ts';
import { changeLink } from './links.ts';
import { findCaller, ownLab } from './caller.ts';
import { create, prepare, type Work } from './create.ts';
import { destroy, remove, stop } from './end.ts';
import { exportImages, importImages } from './image-file.ts';
import { readyDisks, removeDisks, saveDisks, swapDisks } from './snapshots.ts';
import { raiseLimits } from './raise.ts';
import { takeTurn } from './turn.ts';

/*
 * The only part of Bancada that runs as root: one request on standard input, replies line by line on standard output.
 * The end of its input, or the end of whoever started it, means: stop.
 */

const reply = (line: Reply): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** Images have locks of their own, limits are no lab's; on one lab only one works at a time. */
const perform = async (request: Request, work: Work): Promise<void> => {
  switch (request.operation) {
    case 'prepare':
      return prepare(request, work);
    case 'export-images':
      return exportImages(request, work);
    case 'import-images':
      return importImages(request, work);
    case 'raise':
      raiseLimits(request, work.caller);
      return;
    default:
      return performAlone(request, work);
  }
};

type LabWork = Exclude<Request, { operation: 'prepare' | 'export-images' | 'import-images' | 'raise' }>;

/** Who may not work on the lab takes no turn: with it would go what tells its owner that root was killed. */
const performAlone = async (request: LabWork, work: Work): Promise<void> => {
  const id = request.operation === 'create' ? request.lab.id : request.id;
  ownLab(id, work.caller);
  using turn = await takeTurn(id, work);
  await performOn(request, work);
  turn.end();
};

const performOn = (request: LabWork, work: Work): Promise<void> => {
  switch (request.operation) {
    case 'create':
      return create(request, work);
    case 'stop':
      return stop(request.id, request.machines, work);
    case 'remove':
      return remove(request.id, request.machines, work);
    case 'link':
      return changeLink(request, work);
    case 'save-disks':
      return saveDisks(request.id, request.snapshot, work);
    case 'ready-disks':
      return readyDisks(request.id, request.snapshot, work);
    case 'swap-disks':
      return swapDisks(request.id, request.snapshot, work);
    case 'remove-disks':
      return removeDisks(request.id, request.snapshots, work);
    case 'destroy':
      return destroy(request.id, work);
  }
};

const parse = (line: string): Request => {
  const parsed = requestSchema.safeParse(JSON.parse(line));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new LabError({
    code: 'request-refused',
    fault: 'bug',
    message: localTexts.requestRefused(where, issue?.message ?? ''),
  });
};

/** What could not be written where the disk is full or read-only; `undefined` for any other failure. */
const unwritablePath = (error: unknown): string | undefined => {
  const { code, path, dest } = error instanceof Error ? (error as NodeJS.ErrnoException & { dest?: string }) : {};
  return ['ENOSPC', 'EROFS', 'EDQUOT'].includes(code ?? '') ? (dest ?? path ?? '/var/lib/bancada') : undefined;
};

const failure = (error: unknown, interrupted: boolean): Extract<Reply, { reply: 'failed' }> => {
  if (interrupted)
    return { reply: 'failed', code: 'interrupted', fault: 'interrupted', message: localTexts.interrupted, context: {} };
  if (error instanceof LabError) {
    const { code, fault, sentence, hint, context } = error;
    return { reply: 'failed', code, fault, message: sentence, context, ...(hint === undefined ? {} : { hint }) };
  }
  const path = unwritablePath(error);
  if (path !== undefined)
    return {
      ...{ reply: 'failed', code: 'state-unwritable', fault: 'environment', context: {} },
      ...{ message: folderNotWritable(path), hint: makeWritable },
    };
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    reply: 'failed',
    code: 'root-program-failed',
    fault: 'bug',
    message: localTexts.rootProgramFailed,
    context: { output: said },
  };
};

const main = async (): Promise<void> => {
  const stopping = new AbortController();
  // Every machine that boots listens to it.
  setMaxListeners(0, stopping.signal);
  const lines = createInterface({ input: process.stdin });
  lines.once('close', () => stopping.abort());
  // Ctrl-C reaches us together with the one who started us: they decide, and end our input.
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.stdout.on('error', () => stopping.abort());
  try {
    const [line] = (await new Promise<string[]>((resolve) =>
      lines.once('line', (text) => resolve([text])).once('close', () => resolve([])),
    )) as [string?];
    if (line === undefined) return;
    const work = {
      caller: findCaller(process.env),
      signal: stopping.signal,
      emit: (event: Parameters<Work['emit']>[0]) => reply({ reply: 'event', event }),
    };
    await perform(parse(line), work);
    reply({ reply: 'done' });
  } catch (error) {
    reply(failure(error, stopping.signal.aborted));
  }
  lines.close();
  process.stdin.destroy();
};

await main();
