import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { modulesAt, unexpected, type Replacement, type SdkModule } from './replacement.ts';

/**
 * Where requests go. The SDK carries a decision table for every service and an interpreter for it: it also knows FIPS,
 * dual-stack, global, search and account endpoints.
 */
export const endpointReplacements: readonly Replacement[] = [
  {
    // Not S3, whose hosts are named after buckets.
    modules: modulesAt(
      '@aws-sdk/client-{apigatewaymanagementapi,dynamodb,eventbridge,scheduler,secrets-manager,sqs}/dist-es/endpoint/endpointResolver.js',
    ),
    why: 'a function calls the endpoint it is given (AWS_ENDPOINT_URL_*) or the regional one; whoever switches on another kind gets an error',
    contents: (module) => `
import { partition } from '@aws-sdk/core/client';
export const defaultEndpointResolver = ({ Endpoint, EndpointId, Region, UseDualStack, UseFIPS }) => {
  if (EndpointId || UseDualStack || UseFIPS) {
    throw new Error('unable to find an endpoint; the bundle knows regional ones only, no FIPS, dual-stack or global ones');
  }
  const url = new URL(Endpoint ?? \`https://${hostPrefix(module)}.\${Region}.\${partition(Region).dnsSuffix}\`);
  return { url, properties: {}, headers: {} };
};`,
  },
  {
    modules: modulesAt('@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js'),
    why: 'lists regions with their English names; a region belongs to the partition whose pattern it matches',
    contents: (module) => `export const partitionsInfo = ${JSON.stringify({ partitions: partitionsIn(module) })};`,
  },
];

/** The first part of a service's hosts, as in `https://sqs.eu-west-1.amazonaws.com`, read from its decision table. */
const hostPrefix = (module: SdkModule): string => {
  const table = readFileSync(module.path.replace('endpointResolver.js', 'bdd.js'), 'utf8');
  const prefixes = [...table.matchAll(/"https:\/\/([a-z-]+)\.\{Region\}\.\{PartitionResult#dnsSuffix\}"/g)]
    .map(([, prefix = '']) => prefix)
    .filter((prefix) => !prefix.endsWith('-fips') && !prefix.startsWith('search-'));
  const [prefix] = prefixes;
  if (prefix === undefined || prefixes.length > 1) throw unexpected(module, 'its regional endpoint is not plain');
  return prefix;
};

const Partitions = v.object({
  partitions: v.array(
    v.object({
      id: v.string(),
      regionRegex: v.string(),
      outputs: v.looseObject({ dnsSuffix: v.string() }),
      regions: v.record(v.string(), v.object({ description: v.string() })),
    }),
  ),
});

/** The partitions without their regions: no function runs in a region called global, and patterns find all others. */
const partitionsIn = (module: SdkModule): readonly object[] => {
  const json = /^export const partitionsInfo = (\{.*\});\s*$/s.exec(module.source)?.[1];
  if (json === undefined) throw unexpected(module, 'it is not one JSON value');
  const { partitions } = v.parse(Partitions, JSON.parse(json));
  for (const region of partitions.flatMap(({ regions }) => Object.keys(regions))) {
    const matching = partitions.filter(({ regionRegex }) => new RegExp(regionRegex).test(region));
    if (matching.length === 1 && matching[0]?.regions[region] !== undefined) continue;
    if (!region.endsWith('-global')) throw unexpected(module, `no pattern finds the partition of ${region}`);
  }
  return partitions.map((partition) => ({ ...partition, regions: {} }));
};
