import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';

const IntrinsicOrPlain = v.unknown();

const ResourceSchema = v.object({
  Type: v.string(),
  Properties: v.optional(v.record(v.string(), IntrinsicOrPlain), {}),
  Condition: v.optional(v.string()),
});

const TemplateSchema = v.object({
  Resources: v.record(v.string(), ResourceSchema),
  Outputs: v.optional(
    v.record(v.string(), v.object({ Value: IntrinsicOrPlain, Condition: v.optional(v.string()) })),
    {},
  ),
  Parameters: v.optional(v.record(v.string(), v.object({ Default: v.optional(IntrinsicOrPlain) })), {}),
  Conditions: v.optional(v.record(v.string(), IntrinsicOrPlain), {}),
  Mappings: v.optional(v.record(v.string(), v.record(v.string(), v.record(v.string(), IntrinsicOrPlain))), {}),
});

const ManifestSchema = v.object({
  artifacts: v.record(
    v.string(),
    v.object({ type: v.string(), properties: v.optional(v.object({ templateFile: v.optional(v.string()) })) }),
  ),
});

const AssetsSchema = v.object({
  files: v.record(
    v.string(),
    v.object({
      source: v.object({ path: v.optional(v.string()) }),
      destinations: v.record(v.string(), v.object({ objectKey: v.string() })),
    }),
  ),
});

/** A CloudFormation template as JSON, intrinsics still in it. */
export type RawTemplate = v.InferOutput<typeof TemplateSchema>;

/** What `cdk synth` left behind for one stack. */
export interface Assembly {
  readonly stackName: string;
  readonly template: RawTemplate;
  /** The folder or file that a bucket key such as `<hash>.zip` was made from. */
  assetPath(objectKey: string): string | undefined;
}

/** Reads the one stack of a cloud assembly. Fails when there is none, several, or files that do not parse. */
export function loadAssembly(directory: string): Assembly {
  const manifestPath = join(directory, 'manifest.json');
  if (!existsSync(manifestPath)) throw new Error(`unable to read the cloud assembly; ${manifestPath} does not exist`);
  const { artifacts } = readJson(manifestPath, ManifestSchema);
  const stacks = Object.entries(artifacts).filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (!stack || stacks.length > 1) {
    throw new Error(`unable to run the cloud assembly in ${directory}; it has ${stacks.length} stacks, not one`);
  }
  const [stackName, { properties }] = stack;
  const templateFile = properties?.templateFile ?? `${stackName}.template.json`;
  const assets = readAssets(directory, stackName);
  return {
    stackName,
    template: readJson(join(directory, templateFile), TemplateSchema),
    assetPath: (objectKey) => assets.get(objectKey),
  };
}

function readAssets(directory: string, stackName: string): Map<string, string> {
  const path = join(directory, `${stackName}.assets.json`);
  const found = new Map<string, string>();
  if (!existsSync(path)) return found;
  for (const file of Object.values(readJson(path, AssetsSchema).files)) {
    if (file.source.path === undefined) continue;
    for (const { objectKey } of Object.values(file.destinations)) {
      found.set(objectKey, resolve(directory, file.source.path));
    }
  }
  return found;
}

function readJson<TSchema extends v.GenericSchema>(path: string, schema: TSchema): v.InferOutput<TSchema> {
  const parsed = v.safeParse(schema, JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.output;
  throw new Error(`unable to read ${path}; ${v.summarize(parsed.issues)}`);
}
