import { toSchema, type Schema } from '../topology/editor-schema.ts';
import { scenarioSchema } from './grammar.ts';

/** JSON Schema of a scenario's file for editors: completion and documentation of every key. */
export const scenarioEditorSchema = (): Schema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Bancada scenario',
  ...toSchema(scenarioSchema),
});
