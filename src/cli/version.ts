import { join } from 'node:path';
import { packageRoot, readText } from '../ports/files.ts';

/** The version that `package.json` says. */
export const packageVersion = async (): Promise<string> => {
  const content: unknown = JSON.parse((await readText(join(packageRoot(), 'package.json'))) ?? '{}');
  return typeof content === 'object' && content !== null && 'version' in content ? String(content.version) : '';
};
