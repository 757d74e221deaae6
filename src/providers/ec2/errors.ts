import { LabError, type Fault } from '../../errors/lab-error.ts';
import type { Sentence } from '../../model/sentence.ts';
import { ec2Errors as text } from '../../text/ec2-errors.ts';

/** What was asked, and where. */
export interface Asked {
  /** As AWS names it: `RunInstances`. */
  readonly operation: string;
  readonly region: string;
}

interface Failure {
  readonly code: string;
  readonly fault: Fault;
  readonly message: Sentence;
  readonly hint: Sentence;
}

/** What the SDK and the socket below leave on their errors. */
const marksOf = (error: unknown): { readonly name: string; readonly message: string; readonly code: string } =>
  error instanceof Error
    ? { name: error.name, message: error.message, code: 'code' in error ? String(error.code) : '' }
    : { name: '', message: String(error), code: '' };

/** Errors of AWS, its SDK and the network to it become ours here and nowhere else. A LabError passes. */
export const ec2Error = (error: unknown, asked: Asked): LabError => {
  if (error instanceof LabError) return error;
  const { name, message, code } = marksOf(error);
  const failure = classify({ name, message, code }, asked);
  // The SDK's own error has the whole request in it, and so the session's token.
  const cause = new Error(`${name}: ${message}`);
  return new LabError({ ...failure, context: { ...asked, aws: name === 'Error' ? code || name : name }, cause });
};

interface Entry {
  readonly code: string;
  readonly fault: Fault;
  readonly told: (asked: Asked) => Pick<Failure, 'message' | 'hint'>;
  /** Of the error's name (or a socket's code), and its message. */
  readonly fits: (name: string, message: string) => boolean;
}

const named =
  (...patterns: readonly RegExp[]) =>
  (name: string): boolean =>
    patterns.some((pattern) => pattern.test(name));

// The first that fits. Names: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
const entries: readonly Entry[] = [
  { code: 'interrupted', fault: 'interrupted', told: () => text.interrupted, fits: named(/^AbortError$/) },
  {
    code: 'ec2-no-credentials',
    fault: 'environment',
    told: () => text.noCredentials,
    fits: (name, message) =>
      (/^(CredentialsProviderError|ProviderError)$/.test(name) && !/expired/i.test(message)) ||
      /credential.*(missing|not be loaded|could not load)|could not load credentials/i.test(message),
  },
  {
    code: 'ec2-credentials-expired',
    fault: 'environment',
    told: () => text.expired,
    fits: (name, message) =>
      /^ExpiredToken|^TokenProviderError$/.test(name) || /(token|session|credentials).*expired/i.test(message),
  },
  {
    code: 'ec2-clock',
    fault: 'environment',
    told: () => text.wrongClock,
    fits: named(/^Request(Expired|TimeTooSkewed)$/, /^RequestInTheFuture$/),
  },
  {
    code: 'ec2-credentials-refused',
    fault: 'environment',
    told: ({ region }) => text.refused(region),
    fits: named(
      /^(AuthFailure|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClientException|MissingAuthenticationToken|InvalidAccessKeyId)$/,
    ),
  },
  {
    code: 'ec2-account-not-ready',
    fault: 'permission',
    told: () => text.notReady,
    fits: named(/^(PendingVerification|Blocked|OptInRequired|AccountDisabled)$/),
  },
  {
    code: 'ec2-forbidden',
    fault: 'permission',
    told: ({ operation, region }) => text.forbidden(operation, region),
    fits: named(/^(UnauthorizedOperation|AccessDenied(Exception)?|NotAuthorized.*)$/),
  },
  {
    code: 'ec2-type-refused',
    fault: 'environment',
    told: () => text.typeRefused,
    fits: (_, message) => /free tier|free plan/i.test(message),
  },
  {
    code: 'ec2-quota',
    fault: 'environment',
    told: ({ region }) => text.quota(region),
    fits: named(
      /LimitExceeded$(?<!RequestLimitExceeded)/,
      /^(RulesPerSecurityGroupLimitExceeded|MaxSpotInstanceCountExceeded)$/,
    ),
  },
  {
    code: 'ec2-no-capacity',
    fault: 'operation',
    told: ({ region }) => text.noCapacity(region),
    fits: named(/^Insufficient.*Capacity$/, /^Unsupported$/),
  },
  {
    code: 'ec2-throttled',
    fault: 'operation',
    told: () => text.throttled,
    fits: named(
      /^(RequestLimitExceeded|Throttling(Exception)?|TooManyRequestsException|RequestThrottled(Exception)?)$/,
    ),
  },
  {
    code: 'ec2-no-default-vpc',
    fault: 'environment',
    told: ({ region }) => text.noDefaultVpc(region),
    fits: (name, message) => name === 'VPCIdNotSpecified' || /no default (vpc|subnet)|default vpc/i.test(message),
  },
  {
    code: 'ec2-not-found',
    fault: 'operation',
    told: ({ region }) => text.notFoundYet(region),
    fits: named(/NotFound$/, /^InvalidID$/),
  },
  {
    code: 'ec2-changing',
    fault: 'operation',
    told: () => text.changing,
    fits: named(
      /^(IncorrectInstanceState|IncorrectState|InvalidInstanceID|DependencyViolation|InvalidIPAddress\.InUse)$/,
    ),
  },
  {
    code: 'ec2-no-region',
    fault: 'usage',
    told: () => text.noRegion,
    fits: (_, message) => /region (is missing|not accepted)/i.test(message),
  },
  {
    code: 'ec2-no-such-region',
    fault: 'usage',
    told: ({ region }) => text.noSuchRegion(region),
    fits: named(/^ENOTFOUND$/, /^UnknownEndpoint$/),
  },
  {
    code: 'ec2-unreachable',
    fault: 'environment',
    told: ({ region }) => text.unreachable(region),
    fits: named(
      /^(TimeoutError|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|EPIPE|NetworkingError)$/,
    ),
  },
  {
    code: 'ec2-unavailable',
    fault: 'operation',
    told: ({ region }) => text.unavailable(region),
    fits: named(/^(InternalError|InternalFailure|Unavailable|ServiceUnavailable)$/),
  },
];

const classify = (marks: ReturnType<typeof marksOf>, asked: Asked): Failure => {
  const { name, message, code } = marks;
  const entry = entries.find(({ fits }) => fits(name, message) || (code !== '' && fits(code, message)));
  if (entry === undefined)
    return { code: 'ec2-failed', fault: 'operation', ...text.other(asked.operation, name, message) };
  return { code: entry.code, fault: entry.fault, ...entry.told(asked) };
};

/** Whether AWS itself called the failure so. */
export const isAws = (error: unknown, name: string): boolean =>
  error instanceof LabError && error.context['aws'] === name;
