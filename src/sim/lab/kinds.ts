import type { AnswerModel, ServiceModel, Time } from '../../kit/service-model.ts';

/** A kind of request that visitors make. Its place in the list of kinds is the key of a request in the model. */
export interface Kind {
  readonly name: string;
  readonly path: string;
  /** How often it is asked for among all, 0 to 1. */
  readonly share: number;
  /** How much a request asks for, where it says so itself: seconds. */
  readonly demand?: Time;
  /** Nobody asks for it alone. */
  readonly visitOnly?: true;
}

/**
 * What visitors can ask of these services, and how often they do: as the mix says, or else as the roles themselves do.
 * Empty where no service tells its requests apart.
 */
export function kindsOf(
  services: ReadonlyMap<string, ServiceModel>,
  mix: Readonly<Record<string, number>> | undefined,
): readonly Kind[] {
  const known = new Map<string, AnswerModel & { readonly path: string }>();
  for (const { answers = {} } of services.values())
    for (const [name, answer] of Object.values(answers).flatMap((kinds) => Object.entries(kinds)))
      if (answer.path !== undefined && !known.has(name)) known.set(name, { ...answer, path: answer.path });
  const all = [...known];
  const shares = sharesOf(
    all.map(([name, { share }]) => ({ name, share })),
    mix,
  );
  return all.map(([name, { path, demand, visitOnly }], at) => ({
    ...{ name, path, share: shares[at]! },
    ...(visitOnly && { visitOnly }),
    ...(demand !== undefined && { demand }),
  }));
}

/** The shares of kinds, which add up to 1; where nobody says anything, the first one is the usual one. */
export function sharesOf(
  kinds: readonly { readonly name: string; readonly share: number | undefined }[],
  mix?: Readonly<Record<string, number>>,
): readonly number[] {
  const wanted = kinds.map(({ name }) => mix?.[name] ?? 0);
  const usual = kinds.map(({ share }) => share ?? 0);
  const first = kinds.map((_, at) => (at === 0 ? 1 : 0));
  const chosen = [wanted, usual].find((shares) => shares.some((share) => share > 0)) ?? first;
  const total = chosen.reduce((sum, share) => sum + share, 0);
  return chosen.map((share) => share / total);
}
