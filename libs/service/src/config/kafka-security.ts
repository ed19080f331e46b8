import { z } from 'zod';

/** How a client proves itself to the brokers, and they to it. Only with CARTWISE_EVENT_LOG=kafka. */
export const kafkaSecurityVariables = {
  CARTWISE_KAFKA_TLS: z.stringbool({ error: 'must be true or false' }).default(false),
  /** PEM file with the authorities that may sign the brokers' certificates; absent: the well-known ones. */
  CARTWISE_KAFKA_TLS_CA_FILE: z.string().optional(),
  CARTWISE_KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  CARTWISE_KAFKA_SASL_USERNAME: z.string().optional(),
  /** The password, or the file that holds it. */
  CARTWISE_KAFKA_SASL_PASSWORD: z.string().optional(),
  CARTWISE_KAFKA_SASL_PASSWORD_FILE: z.string().optional(),
};

const KafkaSecurity = z.object(kafkaSecurityVariables);
export type KafkaSecurity = z.infer<typeof KafkaSecurity>;

/** Names each variable that makes no sense with the others. */
export function checkKafkaSecurity(context: z.core.ParsePayload<KafkaSecurity>): void {
  for (const [variable, message] of contradictions(context.value)) {
    context.issues.push({ code: 'custom', path: [variable], message, input: context.value });
  }
}

function* contradictions(config: KafkaSecurity): Generator<readonly [keyof KafkaSecurity, string]> {
  const username = config.CARTWISE_KAFKA_SASL_USERNAME;
  const password = config.CARTWISE_KAFKA_SASL_PASSWORD;
  const passwordFile = config.CARTWISE_KAFKA_SASL_PASSWORD_FILE;
  if (config.CARTWISE_KAFKA_TLS_CA_FILE !== undefined && !config.CARTWISE_KAFKA_TLS) {
    yield ['CARTWISE_KAFKA_TLS_CA_FILE', 'needs CARTWISE_KAFKA_TLS=true'];
  }
  if (config.CARTWISE_KAFKA_SASL_MECHANISM === undefined) {
    if (username !== undefined || password !== undefined || passwordFile !== undefined) {
      yield ['CARTWISE_KAFKA_SASL_MECHANISM', 'is required with a user name or a password'];
    }
    return;
  }
  if (username === undefined) {
    yield ['CARTWISE_KAFKA_SASL_USERNAME', 'is required with CARTWISE_KAFKA_SASL_MECHANISM'];
  }
  if ((password === undefined) === (passwordFile === undefined)) {
    yield ['CARTWISE_KAFKA_SASL_PASSWORD', 'is required, or CARTWISE_KAFKA_SASL_PASSWORD_FILE; not both'];
  }
}
