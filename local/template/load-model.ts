import { loadAssembly } from './assembly.ts';
import { asText } from './evaluate.ts';
import type { CloudModel } from './model.ts';
import { readHttpApis, readSocketApis } from './read-apis.ts';
import {
  readEventSources,
  readFunctions,
  readInvokePermissions,
  readManagedPolicies,
  readRoles,
} from './read-compute.ts';
import { readQueues, readSecrets, readTables, readUserPools } from './read-data.ts';
import { readBuckets, readDistributions } from './read-pages.ts';
import { readBuses, readRules, readScheduleGroups, readSchedules } from './read-timing.ts';
import { openStack } from './stack-reader.ts';
import type { StackReader } from './stack-reader.ts';

/** Reads the stack in a cloud assembly into the model that the local cloud runs. */
export function loadModel(assemblyDirectory: string): CloudModel {
  const stack = openStack(loadAssembly(assemblyDirectory));
  return {
    stackName: stack.assembly.stackName,
    functions: readFunctions(stack),
    roles: readRoles(stack),
    managedPolicies: readManagedPolicies(stack),
    invokePermissions: readInvokePermissions(stack),
    tables: readTables(stack),
    queues: readQueues(stack),
    eventSources: readEventSources(stack),
    scheduleGroups: readScheduleGroups(stack),
    schedules: readSchedules(stack),
    buses: readBuses(stack),
    rules: readRules(stack),
    secrets: readSecrets(stack),
    socketApis: readSocketApis(stack),
    httpApis: readHttpApis(stack),
    userPools: readUserPools(stack),
    buckets: readBuckets(stack),
    distributions: readDistributions(stack),
    outputs: readOutputs(stack),
  };
}

function readOutputs({ assembly, evaluator }: StackReader): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, { Value, Condition }] of Object.entries(assembly.template.Outputs)) {
    if (evaluator.holds(Condition)) outputs[name] = asText(evaluator.evaluate(Value));
  }
  return outputs;
}
