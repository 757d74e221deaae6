import * as z from 'zod';
import type { Role } from '../kit/role.ts';
import type { Blueprint } from '../model/blueprint.ts';

/** A parameter of a service that can be one of a few words, and what it is. */
export interface Choices {
  /** The service's name, for all its instances: `web`. */
  readonly service: string;
  readonly key: string;
  readonly value: string;
  readonly words: readonly string[];
}

/** A lab with the roles of its services. */
export interface LabOfRoles {
  readonly blueprint: Blueprint;
  readonly roles: readonly Role[];
}

/**
 * All parameters of a lab's services that are a choice of a few words: such as how a balancer shares requests. Not those
 * that are said once and for all (`readOnly`), such as what an image is made of.
 */
export const choicesIn = ({ blueprint: { services }, roles }: LabOfRoles): readonly Choices[] => {
  const written = services.filter(({ implied, provisionable }) => !implied && provisionable);
  const once = written.filter(({ name }, index) => written.findIndex((each) => each.name === name) === index);
  return once.flatMap(({ name, role, params }) =>
    enumsOf(roles.find((each) => each.name === role)).map(({ key, words }) => ({
      service: name,
      key,
      value: String((params as Readonly<Record<string, unknown>>)[key]),
      words,
    })),
  );
};

const enumsOf = (role: Role | undefined): readonly { readonly key: string; readonly words: readonly string[] }[] => {
  if (role === undefined) return [];
  const { properties = {} } = z.toJSONSchema(role.params, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).flatMap(([key, schema]) =>
    typeof schema === 'object' && schema.enum !== undefined && schema.readOnly !== true
      ? [{ key, words: schema.enum.map(String) }]
      : [],
  );
};
