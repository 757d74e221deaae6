import * as z from 'zod';
import type { Role } from '../kit/role.ts';
import * as grammar from './grammar.ts';

/** A JSON Schema, draft 7. */
export type Schema = Record<string, unknown>;

/** JSON Schema of what may be written for a zod schema, for editors. */
export function toSchema(schema: z.ZodType): Schema {
  const whole = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    target: 'draft-7',
    // Formats are zod's own names; what they mean stands in the pattern next to them.
    override: ({ jsonSchema }) => {
      delete jsonSchema.format;
    },
  });
  return without(whole, '$schema');
}

const without = (schema: Schema, key: string): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));

/** JSON Schema of the language for editors: completion and documentation of every key, the parameters of every role included. */
export function editorSchema(roles: readonly Role[]): Schema {
  const named = roles.filter(({ implied }) => implied === undefined);
  const file = toSchema(grammar.file);
  const group = entryOf(propertyOf(file, 'machines'));
  propertyOf(group, 'services')['additionalProperties'] = { $ref: '#/definitions/service' };
  propertyOf(group, 'services')['properties'] = Object.fromEntries(
    named.map(({ name }) => [name, { if: { required: ['role'] }, then: serviceRef, else: roleRef(name) }]),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Bancada topology',
    ...file,
    definitions: {
      service: { ...toSchema(grammar.service), allOf: named.map(({ name }) => whenRole(name)) },
      ...Object.fromEntries(named.map((role) => [`role-${role.name}`, roleSchema(role)])),
    },
  };
}

const serviceRef = { $ref: '#/definitions/service' };
const roleRef = (name: string): Schema => ({ $ref: `#/definitions/role-${name}` });

const whenRole = (name: string): Schema => ({
  if: { required: ['role'], properties: { role: { const: name } } },
  then: roleRef(name),
});

/** What may stand in a service of the role: its parameters, and what any service may say. */
function roleSchema({ params, summary }: Role): Schema {
  const own = toSchema(params);
  const common = toSchema(grammar.serviceKeys)['properties'] as Schema;
  const properties = { ...common, ...(own['properties'] as Schema | undefined) };
  return { ...own, type: ['object', 'null'], description: summary.en, properties };
}

const propertyOf = (schema: Schema, name: string): Schema => (schema['properties'] as Record<string, Schema>)[name]!;
const entryOf = (schema: Schema): Schema => schema['additionalProperties'] as Schema;
