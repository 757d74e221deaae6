/** The value of a JSON text of ours, on trust; `undefined` if there is none, or a crash has cut it short. */
export const parseJson = <T>(text: string | undefined): T | undefined => {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
};
