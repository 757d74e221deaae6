import { SecretText } from '../../kit/masked.ts';
import { allSecrets } from '../../pki/vault.ts';

/** So short a line of a key gives nothing away, and may stand anywhere. */
const tellingLine = 16;

/** What replaces every secret of the lab in that folder in a text by dots: as a whole, and each line of it that could stand alone. */
export const maskingOf = async (labFolder: string): Promise<(text: string) => string> => {
  const secrets = (await allSecrets(labFolder)).flatMap((secret) => {
    const value = secret.reveal().trim();
    const lines = value.split('\n').filter((line) => line.length >= tellingLine && !line.startsWith('-----'));
    return lines.length === 1 && lines[0] === value ? [value] : [value, ...lines];
  });
  return (text) => new SecretText(text, secrets).masked;
};
