import fc from 'fast-check';
import { roles } from '../../ansible-free-provision/index.ts';
import { editorSchema } from '../../src/topology/editor-schema.ts';
import { hostileText } from './hostile-text.ts';

/** What a file holds, or a part of it. */
export type Tree = Record<string, unknown>;

/** As much of JSON Schema as the language's own is made of. */
interface Schema {
  readonly $ref?: string;
  readonly if?: { readonly required: readonly string[]; readonly properties?: { readonly role: Schema } };
  readonly then?: Schema;
  readonly else?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const whole: Schema = editorSchema(roles);
const definitions = (whole as { readonly definitions: Readonly<Record<string, Schema>> }).definitions;
const named = (ref: string): Schema => definitions[ref.split('/').at(-1)!]!;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** The branches that hold for a value; without one, all there are. */
const conditional = ({ if: condition, then, else: otherwise }: Schema, value: unknown): readonly Schema[] => {
  const branches = { yes: then ? [then] : [], no: otherwise ? [otherwise] : [] };
  if (condition === undefined || value === undefined) return [...branches.yes, ...branches.no];
  const holds =
    isTree(value) &&
    condition.required.every((key) => key in value) &&
    (condition.properties === undefined || condition.properties.role.const === value['role']);
  return holds ? branches.yes : branches.no;
};

/** Whether a value may be of that form: it does not say that it is of another kind. */
const isOf = ({ properties = {} }: Schema, value: unknown): boolean =>
  !isTree(value) ||
  Object.entries(properties).every(([key, { const: only, enum: some = only === undefined ? undefined : [only] }]) => {
    return some === undefined || value[key] === undefined || some.includes(value[key]);
  });

/** All forms that a value may have, that schema itself among them. */
const formsOf = (schema: Schema, value?: unknown): readonly Schema[] => {
  const oneOf = (schema.oneOf ?? []).filter((each) => isOf(each, value));
  const referred = schema.$ref === undefined ? [] : [named(schema.$ref)];
  const others = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...oneOf, ...referred];
  return [schema, ...[...others, ...conditional(schema, value)].flatMap((each) => formsOf(each, value))];
};

/** What is known of a key inside of any of these forms. */
const insideOf = (forms: readonly Schema[], key: string): readonly Schema[] =>
  forms.flatMap(({ properties = {}, additionalProperties, items }) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : additionalProperties || items;
    return own === undefined ? [] : [own];
  });

/** All that the language knows to be said: what a key may hold, by the way to it. */
export const knownKeys = (): ReadonlyMap<Schema, string> => {
  const known = new Map<Schema, string>();
  const visited = new Set<Schema>();
  const visit = (schema: Schema, way: string): void => {
    for (const form of formsOf(schema)) {
      if (visited.has(form)) continue;
      visited.add(form);
      for (const [key, inside] of Object.entries(form.properties ?? {})) {
        if (inside.not === undefined) known.set(inside, `${way}.${key}`);
        visit(inside, `${way}.${key}`);
      }
      for (const inside of [form.additionalProperties, form.items]) if (inside) visit(inside, `${way}.*`);
    }
  };
  for (const [name, schema] of Object.entries(definitions)) visit(schema, name);
  visit(whole, '');
  return known;
};

/** Which of them a file uses. */
export const keysUsedIn = (file: unknown): ReadonlySet<Schema> => {
  const used = new Set<Schema>();
  const visit = (value: unknown, forms: readonly Schema[]): void => {
    if (!isTree(value)) return;
    for (const [key, inside] of Object.entries(value)) {
      const known = insideOf(forms, key);
      for (const each of known) used.add(each);
      visit(
        inside,
        known.flatMap((each) => formsOf(each, inside)),
      );
    }
  };
  visit(file, formsOf(whole, file));
  return used;
};

/** A place where more could be said than is. */
interface Gap {
  readonly way: readonly string[];
  readonly key: string;
  readonly schema: Schema;
}

const gapsIn = (holder: Tree, forms: readonly Schema[], way: readonly string[] = []): readonly Gap[] => [
  ...forms
    .flatMap(({ properties = {} }) => Object.entries(properties))
    .flatMap(([key, schema]) => (key in holder || schema.not ? [] : [{ way, key, schema }])),
  ...forms.flatMap(({ additionalProperties: schema }) => (schema ? [{ way, key: 'extra', schema }] : [])),
  ...Object.entries(holder).flatMap(([key, inside]) => {
    const known = insideOf(forms, key).flatMap((each) => formsOf(each, inside));
    return isTree(inside) ? gapsIn(inside, known, [...way, key]) : [];
  }),
];

/** What may be right somewhere: names of what there is in most files, addresses, ports. */
const words = [
  ...['lb', 'app', 'app1', 'app2', 'db', 'edge', 'web', 'web@lb', 'survey', 'redis', 'mariadb', 'proxy', 'nginx'],
  ...['lan', 'internet', 'vpn', 'here', 'cloud', 'http', 'to', 'auto', '192.168.56.99', '10.1.0.9', '10.3.0.0/24'],
  ...['http://web/', '/whoami', '53/udp', 'small', 'plain', 'extra', 'extra1', 'app12'],
];

const text = ({ pattern, examples = [] }: Schema): fc.Arbitrary<unknown> => {
  const fits = new RegExp(pattern ?? '');
  const right = [...examples, ...words.filter((word) => fits.test(word))];
  const free = ['', '/'].filter((start) => fits.test(`${start}x y`));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...right) },
    ...free.map((start) => hostileText.map((hostile) => start + hostile)),
  );
};

/** What some form of an object could say; most of what need not be said is not. */
const object = ({ properties = {}, additionalProperties, required = [] }: Schema): fc.Arbitrary<unknown> => {
  const keys = Object.entries(properties).filter(([, { not }]) => not === undefined);
  if (additionalProperties && keys.length === 0)
    return fc.dictionary(fc.constantFrom(...words), written(additionalProperties), { minKeys: 1, maxKeys: 2 });
  return fc.tuple(...keys.map(([key, schema]) => entry(key, schema, required.includes(key)))).map((entries) => {
    return Object.fromEntries(entries.filter((each) => each !== undefined));
  });
};

const entry = (key: string, schema: Schema, isDue: boolean) => {
  const said = written(schema).map((value) => [key, value] as const);
  return isDue ? said : fc.oneof(fc.constant(undefined), said);
};

const ofType = (schema: Schema): fc.Arbitrary<unknown> => {
  const { minimum = 0, maximum = 1000 } = schema;
  switch (typeof schema.type === 'string' ? schema.type : schema.type?.[0]) {
    case 'integer':
    case 'number':
      return fc.constantFrom(minimum, minimum + 1, Math.floor((minimum + maximum) / 2), maximum);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(written(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 2 });
    case 'object':
      return object(schema);
    case 'null':
      return fc.constant(null);
    default:
      return text(schema);
  }
};

const drawn = new Map<Schema, fc.Arbitrary<unknown>>();

/** A value as the schema has it, or about. */
const written = (schema: Schema): fc.Arbitrary<unknown> => {
  const known = drawn.get(schema) ?? fresh(schema);
  drawn.set(schema, known);
  return known;
};

const fresh = (schema: Schema): fc.Arbitrary<unknown> => {
  const { $ref, if: condition, then, enum: some, anyOf, oneOf, allOf = [], examples = [] } = schema;
  if ('const' in schema) return fc.constant(schema.const);
  if (some !== undefined) return fc.constantFrom(...some);
  if ($ref !== undefined) return written(named($ref));
  if (condition?.properties !== undefined && then !== undefined) {
    const role = condition.properties.role.const;
    return written(then).map((value) => ({ ...(value as Tree), role }));
  }
  const forms = [...conditional(schema, undefined), ...(anyOf ?? oneOf ?? []), ...allOf].map((form) => written(form));
  if (forms.length === 0) return ofType(schema);
  return fc.oneof(...(examples.length === 0 ? [] : [fc.constantFrom(...examples)]), ...forms);
};

const holderAt = (file: Tree, way: readonly string[]): Tree => way.reduce((holder, key) => holder[key] as Tree, file);

/** The same file, which says up to so many things more of what the language knows. */
export const saidMore = (file: Tree, most: number): fc.Arbitrary<Tree> => {
  const gaps = gapsIn(file, formsOf(whole, file));
  const addition = fc
    .constantFrom(...gaps)
    .chain((gap) => written(gap.schema).map((value) => ({ ...gap, value: structuredClone(value) })));
  return fc.array(addition, { maxLength: most }).map((additions) => {
    const more = structuredClone(file);
    for (const { way, key, value } of additions) holderAt(more, way)[key] = structuredClone(value);
    return more;
  });
};
