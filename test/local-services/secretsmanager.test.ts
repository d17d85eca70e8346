import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSecretsManagerService,
  type SecretsManagerService,
} from '../../local/secretsmanager/secretsmanager-service.ts';
import { testEnvironment } from './support/environment.ts';
import { serviceEndpoint, type ServiceEndpoint } from './support/service-endpoint.ts';
import { testTime, type TestTime } from './support/virtual-clock.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:ChatKeys-AbCdEf';

describe('Secrets Manager', () => {
  let time: TestTime;
  let service: SecretsManagerService;
  let endpoint: ServiceEndpoint;
  let client: SecretsManagerClient;

  const open = async (dataDir?: string) => {
    service = createSecretsManagerService({
      ...testEnvironment(time, dataDir).environment,
      secrets: [
        {
          name: 'ChatKeys',
          arn,
          generate: {
            secretStringTemplate: '{"kid":"k1"}',
            generateStringKey: 'k1',
            passwordLength: 64,
            excludePunctuation: true,
            excludeCharacters: 'abc',
          },
        },
        { name: 'Given', arn: `${arn.slice(0, -15)}Given-GhIjKl`, secretString: 'as told' },
      ],
    });
    endpoint = await serviceEndpoint(service);
    client = new SecretsManagerClient(endpoint.client);
  };
  const close = async () => {
    client.destroy();
    await endpoint.stop();
  };
  const read = async (SecretId: string) => (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;

  beforeEach(async () => {
    time = testTime(START_MS);
    await open();
  });
  afterEach(close);

  it('generates a value by the template’s rules and gives it by name, ARN and partial ARN', async () => {
    const byName = await read('ChatKeys');
    const others = [await read(arn), await read(arn.slice(0, -7))];

    expect(JSON.parse(byName ?? '')).toEqual({ kid: 'k1', k1: expect.stringMatching(/^[d-zA-Z0-9]{64}$/) as string });
    expect(others).toEqual([byName, byName]);
    expect(await read('Given')).toBe('as told');
    expect(service.stats()).toEqual({ reads: 4 });
  });

  it('makes a put value current and keeps the one before it', async () => {
    const first = await client.send(new GetSecretValueCommand({ SecretId: 'ChatKeys' }));
    const put = await client.send(new PutSecretValueCommand({ SecretId: 'ChatKeys', SecretString: '{"kid":"k2"}' }));
    const previous = await client.send(
      new GetSecretValueCommand({ SecretId: 'ChatKeys', VersionStage: 'AWSPREVIOUS' }),
    );
    const byVersion = await client.send(new GetSecretValueCommand({ SecretId: 'ChatKeys', VersionId: put.VersionId }));
    const described = await client.send(new DescribeSecretCommand({ SecretId: 'ChatKeys' }));

    expect(await read('ChatKeys')).toBe('{"kid":"k2"}');
    expect(previous).toMatchObject({ SecretString: first.SecretString, VersionStages: ['AWSPREVIOUS'] });
    expect(byVersion).toMatchObject({ SecretString: '{"kid":"k2"}', VersionStages: ['AWSCURRENT'] });
    expect(described).toMatchObject({
      ARN: arn,
      Name: 'ChatKeys',
      CreatedDate: new Date(START_MS),
      VersionIdsToStages: { [put.VersionId ?? '']: ['AWSCURRENT'], [first.VersionId ?? '']: ['AWSPREVIOUS'] },
    });
  });

  it('says ResourceNotFoundException of an unknown secret', async () => {
    await expect(read('Nothing')).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('asks for a grant on the secret’s full ARN, whatever name was used', async () => {
    await read('ChatKeys');

    expect(endpoint.grants).toEqual([{ action: 'secretsmanager:GetSecretValue', resource: arn }]);
  });

  it('keeps its values over a restart on the same folder', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dormouse-'));
    await close();
    await open(dataDir);
    const before = await read('ChatKeys');
    await close();
    await open(dataDir);

    expect(await read('ChatKeys')).toBe(before);
    rmSync(dataDir, { recursive: true });
  });
});
