import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { envNames } from '../../shared/config/env-names.ts';
import type { StackOptions } from '../stack-options.ts';
import type { ChatFunction } from './chat-function.ts';

/**
 * The keys that sign secure keys and tickets: a JSON object of keys by key id, with `kid` naming the one that signs.
 * A new key is added beside the old ones, which stay as long as a chat signed with them may live.
 */
export class ChatKeys extends Construct {
  private readonly secret: Secret;

  constructor(scope: Construct, id: string, { removalPolicy }: StackOptions) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Keys that sign secure keys and tickets of chats',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ kid: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy,
    });
  }

  /** Lets the function read the keys. */
  bindKeys(fn: ChatFunction): void {
    fn.tell(envNames.secretArn, this.secret.secretArn);
    fn.allow({ actions: ['secretsmanager:GetSecretValue'], resources: [this.secret.secretArn] });
  }
}
