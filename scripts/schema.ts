import { writeFile } from 'node:fs/promises';
import { roles } from '../ansible-free-provision/index.ts';
import { editorSchema } from '../src/topology/editor-schema.ts';

await writeFile(
  new URL('../topology/schema.json', import.meta.url),
  `${JSON.stringify(editorSchema(roles), null, 2)}\n`,
);
