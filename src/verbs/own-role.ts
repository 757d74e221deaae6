import * as z from 'zod';
import { LabError } from '../errors/lab-error.ts';
import type { Role } from '../kit/role.ts';
import { toolbox, type OwnRole } from '../kit/toolbox.ts';
import { placeIn } from '../ports/module.ts';
import * as text from '../text/roles.ts';
import { isName } from '../topology/grammar.ts';

/** Where a role of a project's own was found. */
export interface RoleFile {
  /** The folder's name. */
  readonly name: string;
  /** Absolute path of its module. */
  readonly path: string;
  /** As the user would name that. */
  readonly shown: string;
}

type Programs = { [F in keyof Role]-?: Required<Role>[F] extends (...words: never[]) => unknown ? F : never };
type Program = Programs[keyof Role];
type Shape = keyof typeof text.shapes;

const isProgram = z.custom((value) => typeof value === 'function');
const objects = z.array(z.looseObject({}));
const word = z.string().regex(/^[a-z][a-z0-9-]{0,14}$/);
const port = z.looseObject({
  name: word,
  port: z.int().min(1).max(65535),
  protocol: z.enum(['tcp', 'udp']).optional(),
});
const need = z.looseObject({ name: z.string(), of: z.looseObject({ service: z.string() }) });
const debianPackage = z.string().regex(/^[a-z0-9][a-z0-9+.-]{1,99}$/);
const resource = z.looseObject({
  ...{ id: z.string(), fingerprint: z.string(), questions: z.array(z.unknown()), compare: isProgram },
});

/** What each program of a role gives, as far as the engines would stumble over it otherwise. */
const gives: Readonly<Record<Program, readonly [schema: z.ZodType, shape: Shape]>> = {
  offers: [z.array(port), 'offers'],
  needs: [z.array(need), 'needs'],
  packages: [z.array(debianPackage), 'packages'],
  resources: [z.array(resource), 'resources'],
  secrets: [objects, 'list'],
  ready: [objects, 'list'],
  checks: [objects, 'list'],
  probe: [objects, 'list'],
  faults: [objects, 'list'],
  inspect: [z.looseObject({}).optional(), 'object'],
  model: [z.looseObject({}), 'object'],
  visits: [z.looseObject({}), 'object'],
  trail: [z.looseObject({}), 'object'],
};

const isSchema = (value: unknown): boolean => typeof value === 'object' && value !== null && '_zod' in value;

/** What else a role consists of. */
const plain: Readonly<Partial<Record<keyof OwnRole, readonly [schema: z.ZodType, shape: Shape]>>> = {
  summary: [z.strictObject({ en: z.string().min(1), pt: z.string().min(1) }), 'summary'],
  params: [z.custom(isSchema).optional(), 'params'],
  alone: [z.literal(true).optional(), 'alone'],
  order: [z.number().optional(), 'order'],
  runtimes: [z.array(z.literal('docker')).optional(), 'runtimes'],
  schemas: [z.record(z.string(), z.string()).optional(), 'schemas'],
};

const isProgramName = (facet: string): facet is Program => Object.hasOwn(gives, facet);

/**
 * The role that a module of a project makes. What it does wrong is told with its place, now or when it is asked.
 * @throws LabError `role-name`, `role-unreadable`, `role-misshapen`; its programs throw LabError `role-failed`
 */
export const roleFrom = (file: RoleFile, folder: string, exported: Readonly<Record<string, unknown>>): Role => {
  const make = exported['role'];
  if (!isName(file.name)) throw badName(text.badRoleName(file.name, file.shown));
  if (typeof make !== 'function') throw misshapen(text.noRoleIn(file.shown));
  const own = made(make as (tools: typeof toolbox) => unknown, file);
  for (const facet of Object.keys(own)) refuseUnknown(facet, file);
  for (const [facet, [schema, shape]] of Object.entries(plain))
    if (!schema.safeParse(own[facet]).success) throw misshapen(text.facetMisshapen(file.shown, facet, shape));
  const programs = Object.entries(own).flatMap(([facet, program]) =>
    isProgramName(facet) ? [[facet, guarded(facet, program, file)] as const] : [],
  );
  const none = { params: z.strictObject({}), offers: () => [], needs: () => [] };
  return { ...none, ...own, ...Object.fromEntries(programs), name: file.name, folder } as unknown as Role;
};

const made = (make: (tools: typeof toolbox) => unknown, file: RoleFile): Readonly<Record<string, unknown>> => {
  let own: unknown;
  try {
    own = make(toolbox);
  } catch (error) {
    throw roleUnreadable(file, error);
  }
  if (typeof own !== 'object' || own === null) throw misshapen(text.noRoleIn(file.shown));
  return { ...own };
};

const refuseUnknown = (facet: string, { shown }: RoleFile): void => {
  const known = [...Object.keys(plain), ...Object.keys(gives)];
  if (!known.includes(facet)) throw misshapen(text.unknownFacet(shown, facet, known));
};

/** A program of the role that says where it failed, and gives nothing that others would fail of. */
const guarded = (facet: Program, program: unknown, file: RoleFile): ((...words: readonly unknown[]) => unknown) => {
  if (typeof program !== 'function') throw misshapen(text.facetMisshapen(file.shown, facet, 'program'));
  const [schema, shape] = gives[facet];
  return (...words) => {
    let given: unknown;
    try {
      given = (program as (...words: readonly unknown[]) => unknown)(...words);
    } catch (cause) {
      if (cause instanceof LabError) throw cause;
      throw failed(text.facetThrew(placeOf(file, cause), facet), cause);
    }
    if (!schema.safeParse(given).success) throw failed(text.facetGave(file.shown, facet, shape));
    return given;
  };
};

/** A module that could not be loaded, or whose `role` could not be made. `line`: where it stops making sense. */
export const roleUnreadable = (file: RoleFile, cause: unknown, line?: string): LabError => {
  const words = text.roleUnreadable(line === undefined ? placeOf(file, cause) : `${file.shown}:${line}`);
  const isTyped = cause instanceof Error && 'code' in cause && cause.code === 'ERR_UNKNOWN_FILE_EXTENSION';
  const hint = isTyped ? text.noTypeScript : words.hint;
  return new LabError({ code: 'role-unreadable', fault: 'topology', message: words.message, hint, cause });
};

/** `roles/hello/role.mjs:12:5`. */
const placeOf = ({ shown, path }: RoleFile, cause: unknown): string => {
  const place = placeIn(path, cause);
  return place === undefined ? shown : `${shown}:${place}`;
};

type Words = ReturnType<typeof text.noRoleIn>;

const badName = (words: Words): LabError => new LabError({ code: 'role-name', fault: 'topology', ...words });
const misshapen = (words: Words): LabError => new LabError({ code: 'role-misshapen', fault: 'topology', ...words });
const failed = (words: Words, cause?: unknown): LabError =>
  new LabError({ code: 'role-failed', fault: 'topology', ...words, cause });
