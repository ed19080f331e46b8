import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './load-config.ts';
import { ServiceConfig } from './service-config.ts';

const COMPLETE = {
  CARTWISE_DATABASE_URL: 'postgresql://cartwise@127.0.0.1/cartwise',
  CARTWISE_SHOPS_FILE: 'shops.json',
  CARTWISE_ARTIFACTS_DIR: 'artifacts',
};

describe('the configuration of a service', () => {
  it('is typed, with its defaults', () => {
    expect(loadConfig(ServiceConfig, COMPLETE)).toMatchObject({
      CARTWISE_EVENT_LOG: 'postgres',
      CARTWISE_GRPC_PORT: 50_051,
      CARTWISE_KAFKA_BROKERS: [],
    });
  });

  it('names every variable at fault at once', () => {
    const bad = { ...COMPLETE, CARTWISE_DATABASE_URL: 'mysql://x', CARTWISE_GRPC_PORT: '70000' };
    expect(() => loadConfig(ServiceConfig, bad)).toThrow(/CARTWISE_DATABASE_URL[^]*CARTWISE_GRPC_PORT/);
  });

  it('takes a variable set to nothing for one not set', () => {
    expect(() => loadConfig(ServiceConfig, { ...COMPLETE, CARTWISE_SHOPS_FILE: '' })).toThrow(
      'CARTWISE_SHOPS_FILE',
    );
  });

  it('wants brokers where the log is Kafka', () => {
    expect(() => loadConfig(ServiceConfig, { ...COMPLETE, CARTWISE_EVENT_LOG: 'kafka' })).toThrow(
      'CARTWISE_KAFKA_BROKERS: is required',
    );
    const brokers = { CARTWISE_EVENT_LOG: 'kafka', CARTWISE_KAFKA_BROKERS: 'a:9092, b:9092' };
    expect(loadConfig(ServiceConfig, { ...COMPLETE, ...brokers }).CARTWISE_KAFKA_BROKERS).toEqual([
      'a:9092',
      'b:9092',
    ]);
  });

  it('names what is missing for Kafka with a password, and what contradicts', () => {
    const bad = { CARTWISE_KAFKA_SASL_MECHANISM: 'scram-sha-512', CARTWISE_KAFKA_TLS_CA_FILE: 'ca.pem' };
    expect(() => loadConfig(ServiceConfig, { ...COMPLETE, ...bad })).toThrow(
      /CARTWISE_KAFKA_TLS_CA_FILE: needs CARTWISE_KAFKA_TLS[^]*_USERNAME: is required[^]*_PASSWORD: is required/,
    );
    const noMechanism = { ...COMPLETE, CARTWISE_KAFKA_SASL_PASSWORD: 'x' };
    expect(() => loadConfig(ServiceConfig, noMechanism)).toThrow(
      'CARTWISE_KAFKA_SASL_MECHANISM: is required',
    );
  });
});
