import writeFileAtomic from 'write-file-atomic';

/** Replaces a file as a whole, so that nobody ever reads half of it. */
export const replaceFile = (path: string, content: string | Uint8Array, mode?: number): Promise<void> =>
  writeFileAtomic(
    path,
    typeof content === 'string' ? content : Buffer.from(content),
    mode === undefined ? {} : { mode },
  );
