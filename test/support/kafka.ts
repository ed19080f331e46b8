import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { config } from './config.ts';
import { startKafkaBroker, type KafkaBroker } from './kafka/kafka-broker.ts';

const run = promisify(execFile);

export type KafkaAvailability =
  { readonly available: true } | { readonly available: false; readonly reason: string };

/** Whether there is a Kafka to test on: the brokers of CARTWISE_KAFKA_BROKERS, or Java and Maven to start one. */
export async function kafkaAvailability(): Promise<KafkaAvailability> {
  if (config.kafkaBrokers.length > 0) return { available: true };
  const missing: string[] = [];
  for (const [command, flag] of [
    ['java', '-version'],
    ['mvn', '-version'],
  ] as const) {
    await run(command, [flag]).catch(() => missing.push(command));
  }
  if (missing.length === 0) return { available: true };
  return {
    available: false,
    reason: `no CARTWISE_KAFKA_BROKERS, and no ${missing.join(' and ')} to start a broker`,
  };
}

/** A real Kafka: the brokers given, or one of the test's own. On shared brokers, name topics with a prefix. */
export async function startKafka(): Promise<KafkaBroker> {
  if (config.kafkaBrokers.length === 0) return startKafkaBroker();
  return {
    brokers: config.kafkaBrokers,
    restart: () => Promise.reject(new Error('the brokers of CARTWISE_KAFKA_BROKERS are not ours to restart')),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
