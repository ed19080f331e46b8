import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServiceConfig } from '../config/service-config.ts';
import { kafkaAccess } from './kafka-access.ts';

const configured = (variables: Readonly<Record<string, string>>) =>
  ServiceConfig.parse({
    CARTWISE_DATABASE_URL: 'postgresql://cartwise@127.0.0.1/cartwise',
    CARTWISE_SHOPS_FILE: 'shops.json',
    CARTWISE_ARTIFACTS_DIR: 'artifacts',
    ...variables,
  });

describe('access to Kafka', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-kafka-access-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is plain unless something is set', async () => {
    expect(await kafkaAccess(configured({}))).toEqual({});
  });

  it('is by TLS with the well-known authorities', async () => {
    expect(await kafkaAccess(configured({ CARTWISE_KAFKA_TLS: 'true' }))).toEqual({ ssl: true });
  });

  it('takes the authority and the password from files', async () => {
    await writeFile(path.join(folder, 'ca.pem'), 'an authority');
    await writeFile(path.join(folder, 'password'), 'open sesame\n');
    const access = await kafkaAccess(
      configured({
        CARTWISE_KAFKA_TLS: 'true',
        CARTWISE_KAFKA_TLS_CA_FILE: path.join(folder, 'ca.pem'),
        CARTWISE_KAFKA_SASL_MECHANISM: 'scram-sha-512',
        CARTWISE_KAFKA_SASL_USERNAME: 'cartwise',
        CARTWISE_KAFKA_SASL_PASSWORD_FILE: path.join(folder, 'password'),
      }),
    );
    expect(access).toEqual({
      ssl: { ca: ['an authority'] },
      sasl: { mechanism: 'scram-sha-512', username: 'cartwise', password: 'open sesame' },
    });
  });

  it('names the variable whose file cannot be read', async () => {
    const lost = configured({ CARTWISE_KAFKA_TLS: 'true', CARTWISE_KAFKA_TLS_CA_FILE: 'not-there.pem' });
    await expect(kafkaAccess(lost)).rejects.toThrow('CARTWISE_KAFKA_TLS_CA_FILE: not-there.pem');
  });
});
