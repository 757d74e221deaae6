import { serviceModel, shapeOf, type Shape } from './model.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

const types: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  string: (value) => (typeof value === 'string' ? value : undefined),
  integer: (value) => (Number.isInteger(value) ? String(value) : undefined),
  long: (value) => (Number.isInteger(value) ? String(value) : undefined),
  double: (value) => (typeof value === 'number' ? String(value) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? String(value) : undefined),
  timestamp: (value) => (value instanceof Date ? value.toISOString() : undefined),
};

const scalar = (value: unknown, shape: Shape, path: string): string => {
  const text = types[shape.type]?.(value);
  if (text === undefined) throw new Error(`the stand-in's ${path} is no ${shape.type}: ${JSON.stringify(value)}`);
  if (shape.enum !== undefined && !shape.enum.includes(text))
    throw new Error(`the stand-in's ${path} cannot be ${text}`);
  return escape(text);
};

const structure = (value: Readonly<Record<string, unknown>>, shape: Shape, path: string): string => {
  for (const name of shape.required ?? [])
    if (value[name] === undefined) throw new Error(`the stand-in's ${path} lacks ${name}`);
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => {
      const member = shape.members?.[name];
      if (member === undefined) throw new Error(`AWS's model knows no ${path}.${name}`);
      return element(member.locationName ?? name, content(inner, shapeOf(member.shape), `${path}.${name}`));
    })
    .join('');
};

const content = (value: unknown, shape: Shape, path: string): string => {
  if (shape.type === 'list') {
    if (!Array.isArray(value)) throw new Error(`the stand-in's ${path} is no list`);
    const inner = shapeOf(shape.member?.shape ?? '');
    return value
      .map((one, index) =>
        element(shape.member?.locationName ?? 'item', content(one, inner, `${path}.${String(index)}`)),
      )
      .join('');
  }
  if (shape.type === 'structure') return structure(value as Readonly<Record<string, unknown>>, shape, path);
  return scalar(value, shape, path);
};

/** A good answer, written by AWS's own model. @throws Error where the stand-in says something that EC2 could not say */
export const writeReply = (operation: string, output: Readonly<Record<string, unknown>>, requestId: string): string => {
  const { metadata, operations } = serviceModel();
  const described = operations[operation]?.output;
  const shape: Shape = described === undefined ? { type: 'structure' } : shapeOf(described.shape);
  const body = `${element('requestId', requestId)}${structure(output, shape, operation)}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<${operation}Response xmlns="${metadata.xmlNamespace ?? ''}">${body}</${operation}Response>`;
};

/** A refusal, in the form that EC2 gives it. */
export const writeError = (code: string, message: string, requestId: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Response><Errors><Error><Code>${escape(code)}</Code><Message>${escape(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
