import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** One thing that somebody should be told about. */
export interface NamedAlarmProps {
  /** Short and stable: runbooks cite it. The alarm is called `<stack>-<name>`. */
  readonly name: string;
  /** What has happened, and where to look. */
  readonly description: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Alarm below the threshold instead of above it; then no data counts as below. */
  readonly whenBelow?: boolean;
}

/** How long one evaluation looks back. */
export const ALARM_PERIOD = Duration.minutes(5);

/** An alarm that goes off after a single period: everything here is rare enough that once is news. */
export const addNamedAlarm = (scope: Construct, props: NamedAlarmProps): Alarm => {
  const below = props.whenBelow === true;
  return new Alarm(scope, `Alarm-${props.name}`, {
    alarmName: `${Stack.of(scope).stackName}-${props.name}`,
    alarmDescription: props.description,
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: 1,
    comparisonOperator: below ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
};
