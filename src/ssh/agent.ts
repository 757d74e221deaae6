import ssh2, { type BaseAgent, type ParsedKey } from 'ssh2';
import type { KeyAgent } from './session.ts';

/** An agent that shows only the key that is meant: servers hang up on who offers them many. */
export const agentWith = ({ agent, publicKey }: KeyAgent): BaseAgent => {
  const whole = ssh2.createAgent(agent);
  const [, wanted] = publicKey?.split(' ') ?? [];
  if (wanted === undefined) return whole;
  const getIdentities: BaseAgent['getIdentities'] = (answer) => {
    whole.getIdentities((error, keys) => {
      const fits = (key: unknown): boolean => publicPart(key as ParsedKey).equals(Buffer.from(wanted, 'base64'));
      if (error) answer(error);
      else answer(undefined, keys?.filter(fits) ?? []);
    });
  };
  return Object.assign(Object.create(whole) as BaseAgent, { getIdentities });
};

const publicPart = (key: ParsedKey): Buffer => key.getPublicSSH();
