import { EC2Client, DescribeRegionsCommand, type $Command } from '@aws-sdk/client-ec2';
import type { EC2ClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-ec2';
import { presetEnvironment } from '../../ports/computer.ts';
import { deadline } from '../../ports/deadline.ts';
import { ec2Error } from './errors.ts';

/** One question to EC2. @throws LabError `ec2-…`, `interrupted` */
export type Ask = <Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  command: $Command<Input, Output, EC2ClientResolvedConfig>,
  signal?: AbortSignal,
) => Promise<Output>;

/** An AWS account in one region, by the credentials that every AWS tool finds. */
export interface Account {
  readonly region: string;
  /** Asked again, by the SDK, where AWS is busy or the answer is lost: for what may be done twice. */
  readonly ask: Ask;
  /** Sent once: for what would be there twice. */
  readonly askOnce: Ask;
}

/** For connection and answer of one attempt. */
const attemptMs = 20_000;
/** For one question with all its attempts, where nobody says otherwise. */
const usualMs = 90_000;

/**
 * The SDK's own setting: it would tell the user of a Node.js that its later versions will not run on, which is not the
 * user's to mend.
 */
const quiet = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

const clientFor = (region: string | undefined, maxAttempts: number): EC2Client => {
  presetEnvironment(quiet, 'true');
  return new EC2Client({
    ...(region !== undefined && { region }),
    maxAttempts,
    requestHandler: { connectionTimeout: 10_000, requestTimeout: attemptMs },
  });
};

const askerOf =
  (client: EC2Client, region: string, questionMs: number): Ask =>
  async (command, signal) => {
    const limit = deadline(questionMs, signal);
    try {
      return await client.send(command, { abortSignal: limit });
    } catch (error) {
      // The SDK says of both that it was aborted: who is out of time was not interrupted by anybody.
      const isLate = limit.aborted && signal?.aborted !== true;
      // `RunInstancesCommand`
      const operation = command.constructor.name.replace(/Command$/, '');
      throw ec2Error(isLate ? limit.reason : error, { operation, region });
    }
  };

/**
 * Opens the account. `region`: the one that AWS's own settings name if absent; `questionMs`: for one question with all its
 * attempts. @throws LabError `ec2-no-region`
 */
export const openAccount = async (region?: string, questionMs = usualMs): Promise<Account> => {
  const client = clientFor(region, 5);
  const found = await client.config.region().catch((error: unknown) => {
    throw ec2Error(error, { operation: 'any', region: '?' });
  });
  return {
    region: found,
    ask: askerOf(client, found, questionMs),
    askOnce: askerOf(clientFor(found, 1), found, questionMs),
  };
};

/** Names of the regions that the account may use. */
export const regionsOf = async ({ ask }: Account, signal?: AbortSignal): Promise<readonly string[]> => {
  const { Regions } = await ask(new DescribeRegionsCommand({}), signal);
  return (Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []);
};
