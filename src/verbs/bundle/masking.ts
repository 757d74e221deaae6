import { SecretText } from '../../kit/masked.ts';
import { allSecrets } from '../../pki/vault.ts';
import type { Lab } from '../../state/lab.ts';

/** So short a line of a key gives nothing away, and may stand anywhere. */
const tellingLine = 16;

/** What replaces every secret of a lab in a text by dots: as a whole, and each line of it that could stand alone. */
export const maskingOf = async (lab: Lab | undefined): Promise<(text: string) => string> => {
  const kept = lab === undefined ? [] : await allSecrets(lab.identity.folder);
  const secrets = kept.flatMap((secret) => {
    const value = secret.reveal().trim();
    const lines = value.split('\n').filter((line) => line.length >= tellingLine && !line.startsWith('-----'));
    return lines.length === 1 && lines[0] === value ? [value] : [value, ...lines];
  });
  return (text) => new SecretText(text, secrets).masked;
};
