import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { ec2Error, isAws } from '../../../src/providers/ec2/errors.ts';

const aws = (name: string, message = 'no'): Error => Object.assign(new Error(message), { name, $fault: 'client' });
const socket = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

test.each([
  [aws('CredentialsProviderError', 'Could not load credentials from any providers'), 'ec2-no-credentials'],
  [
    aws('CredentialsProviderError', 'The SSO session associated with this profile has expired.'),
    'ec2-credentials-expired',
  ],
  [aws('Error', 'Credential is missing'), 'ec2-no-credentials'],
  [
    aws('TokenProviderError', 'Token is expired. To refresh this SSO session run aws sso login'),
    'ec2-credentials-expired',
  ],
  [aws('ExpiredToken', 'The security token included in the request is expired'), 'ec2-credentials-expired'],
  [aws('ExpiredTokenException'), 'ec2-credentials-expired'],
  [aws('RequestExpired', 'Request has expired.'), 'ec2-clock'],
  [aws('AuthFailure', 'AWS was not able to validate the provided access credentials'), 'ec2-credentials-refused'],
  [aws('InvalidClientTokenId'), 'ec2-credentials-refused'],
  [aws('SignatureDoesNotMatch'), 'ec2-credentials-refused'],
  [aws('UnauthorizedOperation', 'You are not authorized to perform this operation.'), 'ec2-forbidden'],
  [aws('OptInRequired'), 'ec2-account-not-ready'],
  [aws('PendingVerification'), 'ec2-account-not-ready'],
  [aws('Blocked'), 'ec2-account-not-ready'],
  [aws('VcpuLimitExceeded'), 'ec2-quota'],
  [aws('InstanceLimitExceeded'), 'ec2-quota'],
  [aws('AddressLimitExceeded'), 'ec2-quota'],
  [aws('SecurityGroupLimitExceeded'), 'ec2-quota'],
  [aws('InsufficientInstanceCapacity'), 'ec2-no-capacity'],
  [
    aws('Unsupported', 'Your requested instance type is not supported in your requested Availability Zone'),
    'ec2-no-capacity',
  ],
  [
    aws('InvalidParameterCombination', 'The specified instance type is not eligible for Free Tier.'),
    'ec2-type-refused',
  ],
  [aws('RequestLimitExceeded'), 'ec2-throttled'],
  [aws('ThrottlingException'), 'ec2-throttled'],
  [aws('VPCIdNotSpecified', 'No default VPC for this user'), 'ec2-no-default-vpc'],
  [aws('MissingInput', 'No subnets found for the default VPC'), 'ec2-no-default-vpc'],
  [aws('InvalidInstanceID.NotFound'), 'ec2-not-found'],
  [aws('InvalidGroup.NotFound'), 'ec2-not-found'],
  [aws('IncorrectInstanceState'), 'ec2-changing'],
  [aws('DependencyViolation'), 'ec2-changing'],
  [aws('Error', 'Region is missing'), 'ec2-no-region'],
  [aws('Error', 'Region not accepted: region="" is not a valid hostname component.'), 'ec2-no-region'],
  [socket('ENOTFOUND'), 'ec2-no-such-region'],
  [socket('ECONNREFUSED'), 'ec2-unreachable'],
  [socket('ECONNRESET'), 'ec2-unreachable'],
  [aws('TimeoutError', 'socket hang up'), 'ec2-unreachable'],
  [aws('InternalError'), 'ec2-unavailable'],
  [aws('AbortError', 'Request aborted'), 'interrupted'],
  [aws('SomethingNew', 'never seen'), 'ec2-failed'],
])('%s is %s', (error, code) => {
  const ours = ec2Error(error, { operation: 'RunInstances', region: 'sa-east-1' });
  expect(ours).toMatchObject({ code, context: { operation: 'RunInstances', region: 'sa-east-1' } });
  expect(String(ours.cause)).toContain(error.message);
  expect(ours.hint?.en).not.toBe('');
  expect(ours.hint?.pt).not.toBe(ours.hint?.en);
});

test('nothing of the request goes with it', () => {
  const error = Object.assign(aws('Blocked'), { $response: { req: { 'x-amz-security-token': 'passing' } } });
  expect(inspect(ec2Error(error, { operation: 'RunInstances', region: 'sa-east-1' }), { depth: 9 })).not.toContain(
    'passing',
  );
});

test('what AWS called it stays, and ours pass as they are', () => {
  const ours = ec2Error(aws('InvalidGroup.Duplicate'), { operation: 'CreateSecurityGroup', region: 'sa-east-1' });
  expect(isAws(ours, 'InvalidGroup.Duplicate')).toBe(true);
  expect(isAws(ours, 'InvalidGroup.NotFound')).toBe(false);
  expect(ours).toBeInstanceOf(LabError);
  expect(ec2Error(ours, { operation: 'other', region: 'other' })).toBe(ours);
});
