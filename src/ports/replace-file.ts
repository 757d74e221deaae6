import writeFileAtomic from 'write-file-atomic';

/** Replaces a file as a whole, so that nobody ever reads half of it. */
export const replaceFile = (path: string, content: string, mode?: number): Promise<void> =>
  writeFileAtomic(path, content, mode === undefined ? {} : { mode });
