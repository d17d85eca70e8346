import { matchesWildcard } from '../iam/evaluate.ts';
import type { InvokePermission } from '../template/model.ts';

/**
 * Fails unless a Lambda permission lets API Gateway invoke the function for this source. Deployed, a missing permission is a
 * 500 on the first call; here the cloud does not start.
 */
export function requireInvokePermission(
  permissions: readonly InvokePermission[],
  functionArn: string,
  sourceArn: string,
): void {
  const granted = permissions.some(
    (permission) =>
      permission.functionArn === functionArn &&
      permission.principal === 'apigateway.amazonaws.com' &&
      (permission.sourceArn === undefined || matchesWildcard(permission.sourceArn, sourceArn)),
  );
  if (granted) return;
  throw new Error(
    `unable to start; no AWS::Lambda::Permission lets API Gateway invoke ${functionArn} for ${sourceArn}`,
  );
}
