import type { NamedArn, RuleModel, ScheduleModel } from './model.ts';
import type { Resource, StackReader } from './stack-reader.ts';

/** Schedule groups. */
export function readScheduleGroups(stack: StackReader): readonly NamedArn[] {
  return stack.resources('AWS::Scheduler::ScheduleGroup').map((resource) => named(stack, resource));
}

/** Schedules that the stack itself declares, e.g. a recurring tick. */
export function readSchedules(stack: StackReader): readonly ScheduleModel[] {
  return stack.resources('AWS::Scheduler::Schedule').map((resource) => {
    const { properties } = resource;
    const target = properties.group('Target');
    return {
      ...named(stack, resource),
      group: properties.optionalText('GroupName') ?? 'default',
      expression: properties.text('ScheduleExpression'),
      enabled: properties.optionalText('State') !== 'DISABLED',
      target: { arn: target.text('Arn'), roleArn: target.text('RoleArn'), input: target.optionalText('Input') },
    };
  });
}

/** Event buses. */
export function readBuses(stack: StackReader): readonly NamedArn[] {
  return stack.resources('AWS::Events::EventBus').map((resource) => named(stack, resource));
}

/** Rules on buses, with their targets. */
export function readRules(stack: StackReader): readonly RuleModel[] {
  return stack.resources('AWS::Events::Rule').map((resource) => {
    const { properties } = resource;
    return {
      ...named(stack, resource),
      busName: properties.optionalText('EventBusName') ?? 'default',
      pattern: properties.group('EventPattern').values,
      enabled: properties.optionalText('State') !== 'DISABLED',
      targets: properties
        .groups('Targets')
        .map((target) => ({ arn: target.text('Arn'), input: target.optionalText('Input') })),
    };
  });
}

function named(stack: StackReader, resource: Resource): NamedArn {
  return { name: resource.identity.ref, arn: stack.arn(resource) };
}
