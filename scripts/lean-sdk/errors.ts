import { readFileSync } from 'node:fs';
import { modulesAt, unexpected, type Replacement, type SdkModule } from './replacement.ts';

/** How an error is declared: its name, its traits, the names of its members, and their types. */
const DECLARATION =
  /export var (\w+)\$ = \[-3, n0, \w+,\n {4}\{([^\n]*)\},\n {4}\[([^\n]*)\],\n {4}\[[^\n]*\](?:, \d+)?\n\];\nn0_registry\.registerError\(\1\$, \1\);\n/g;

/** Leaves out the registration of every error that says nothing but a message; its class is then unused. */
const withoutPlainErrors = (module: SdkModule): string => {
  const { path, source } = module;
  const classes = readFileSync(path.replace('schemas/schemas_0.js', 'models/errors.js'), 'utf8');
  const isMessage = (constant: string): boolean => new RegExp(`^const ${constant} = "[mM]essage";$`, 'm').test(source);
  // The SDK tries these again whatever their name is.
  const isRetried = (name: string): boolean => new RegExp(`class ${name} [^}]*\\$retryable`).test(classes);
  const declarations = [...source.matchAll(DECLARATION)];
  const registrations = source.match(/\bn\d_registry\.registerError\(/g) ?? [];
  if (declarations.length !== registrations.length) throw unexpected(module, 'its errors are declared in another way');
  return source.replaceAll(DECLARATION, (declaration: string, name: string, _traits: string, members: string) => {
    const isPlain = members.split(', ').every((member) => member === '' || isMessage(member));
    return isPlain && !isRetried(name) ? '' : declaration;
  });
};

/** The classes of errors that services answer with. */
export const errorReplacements: readonly Replacement[] = [
  {
    // Not SQS: it finds an error by the name that its older protocol had for it, which is a trait of the class.
    modules: modulesAt(
      '@aws-sdk/client-{apigatewaymanagementapi,dynamodb,eventbridge,scheduler,secrets-manager}/dist-es/schemas/schemas_0.js',
    ),
    why: 'an error without a class becomes the exception of its service, with the same name, message, fault and status, which is all that callers ask; errors that say more keep their class',
    contents: withoutPlainErrors,
  },
];
