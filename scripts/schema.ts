import { writeFile } from 'node:fs/promises';
import { roles } from '../ansible-free-provision/index.ts';
import { scenarioEditorSchema } from '../src/scenarios/editor-schema.ts';
import { editorSchema } from '../src/topology/editor-schema.ts';

const write = (path: string, schema: object): Promise<void> =>
  writeFile(new URL(`../topology/${path}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);

await write('schema.json', editorSchema(roles));
await write('scenario.schema.json', scenarioEditorSchema());
