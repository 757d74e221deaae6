import ssh2, { type ParsedKey } from 'ssh2';

/** Why a text cannot serve as a private key: it is locked by a passphrase, or the parser's reason. `undefined`: it can. */
export const keyFault = (text: string): 'locked' | { readonly why: string } | undefined => {
  const parsed: ParsedKey | readonly ParsedKey[] | Error = ssh2.utils.parseKey(text);
  if (parsed instanceof Error) return /passphrase|encrypted/i.test(parsed.message) ? 'locked' : { why: parsed.message };
  const [key] = [parsed].flat();
  return key?.isPrivateKey() === true ? undefined : { why: 'it is a public key' };
};
