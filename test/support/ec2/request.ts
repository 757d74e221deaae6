import { serviceModel, shapeOf, type Member, type Shape } from './model.ts';

/** What AWS answers to a request that its interface does not describe. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** `A.1.B=x` as a tree; a value is a leaf. */
type Tree = string | { readonly [key: string]: Tree };
type Branch = { [key: string]: Branch | string };

const grow = (parameters: URLSearchParams): Tree => {
  const root: Branch = {};
  for (const [path, value] of parameters) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let branch = root;
    for (const key of keys) {
      const next = (branch[key] ??= {});
      if (typeof next === 'string') throw new Refused('InvalidParameterCombination', `${path} is said twice`);
      branch = next;
    }
    branch[last] = value;
  }
  return root;
};

// The ec2 protocol: queryName, else locationName with a capital, else the member's own name.
const wireName = (name: string, { queryName, locationName }: Member): string => {
  if (queryName !== undefined) return queryName;
  return locationName === undefined ? name : locationName.charAt(0).toUpperCase() + locationName.slice(1);
};

const scalars: Readonly<Record<string, (text: string) => unknown>> = {
  string: (text) => text,
  integer: (text) => (/^-?\d+$/.test(text) ? Number(text) : undefined),
  long: (text) => (/^-?\d+$/.test(text) ? Number(text) : undefined),
  double: (text) => (Number.isNaN(Number(text)) ? undefined : Number(text)),
  float: (text) => (Number.isNaN(Number(text)) ? undefined : Number(text)),
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  timestamp: (text) => (Number.isNaN(Date.parse(text)) ? undefined : new Date(text)),
  blob: (text) => Buffer.from(text, 'base64'),
};

const scalar = (text: string, shape: Shape, path: string): unknown => {
  const value = scalars[shape.type]?.(text);
  if (value === undefined) throw new Refused('InvalidParameterValue', `${path} is no ${shape.type}: ${text}`);
  if (shape.enum !== undefined && !shape.enum.includes(text))
    throw new Refused('InvalidParameterValue', `${path} cannot be ${text}`);
  return value;
};

const list = (tree: Exclude<Tree, string>, { member }: Shape, path: string): unknown[] => {
  const positions = Object.keys(tree).map(Number);
  if (positions.some((position) => !Number.isInteger(position) || position < 1 || position > positions.length))
    throw new Refused('InvalidParameterValue', `${path} counts ${Object.keys(tree).join(', ')}`);
  return positions
    .sort((one, other) => one - other)
    .map((position) =>
      value(tree[String(position)] ?? '', shapeOf(member?.shape ?? ''), `${path}.${String(position)}`),
    );
};

const structure = (tree: Exclude<Tree, string>, shape: Shape, path: string): Record<string, unknown> => {
  const byWireName = new Map(Object.entries(shape.members ?? {}).map(([name, one]) => [wireName(name, one), name]));
  const entries = Object.entries(tree).map(([key, below]) => {
    const name = byWireName.get(key);
    if (name === undefined) throw new Refused('UnknownParameter', `The parameter ${path}${key} is not recognized`);
    return [name, value(below, shapeOf(shape.members?.[name]?.shape ?? ''), `${path}${key}`)] as const;
  });
  const found = Object.fromEntries(entries);
  for (const name of shape.required ?? [])
    if (!(name in found))
      throw new Refused('MissingParameter', `The request must contain the parameter ${path}${name}`);
  return found;
};

const value = (tree: Tree, shape: Shape, path: string): unknown => {
  if (typeof tree === 'string') return scalar(tree, shape, path);
  if (shape.type === 'list') return list(tree, shape, path);
  if (shape.type === 'structure') return structure(tree, shape, `${path}.`);
  throw new Refused('InvalidParameterValue', `${path} is a single ${shape.type}`);
};

/** A request as AWS's own model reads it. */
export interface Asked {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Reads the body of a request. @throws Refused for everything that AWS's model does not allow */
export const readRequest = (body: string): Asked => {
  const parameters = new URLSearchParams(body);
  const operation = parameters.get('Action') ?? '';
  const model = serviceModel();
  if (parameters.get('Version') !== model.metadata.apiVersion)
    throw new Refused('NoSuchVersion', `The requested version is not served: ${String(parameters.get('Version'))}`);
  const described = model.operations[operation];
  if (described === undefined) throw new Refused('InvalidAction', `The action ${operation} is not valid`);
  parameters.delete('Action');
  parameters.delete('Version');
  const tree = grow(parameters);
  const shape: Shape = described.input === undefined ? { type: 'structure' } : shapeOf(described.input.shape);
  return { operation, input: structure(tree as Exclude<Tree, string>, shape, '') };
};
