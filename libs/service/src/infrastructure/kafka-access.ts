import { readFile } from 'node:fs/promises';
import { ConfigError } from '../config/load-config.ts';
import type { KafkaSecurity } from '../config/kafka-security.ts';

/** TLS and SASL as kafkajs takes them; nothing of what the configuration leaves out. Throws ConfigError. */
export async function kafkaAccess(config: KafkaSecurity) {
  return { ...(await tls(config)), ...(await sasl(config)) };
}

type Mechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';
type Login = {
  [Each in Mechanism]: { readonly mechanism: Each; readonly username: string; readonly password: string };
}[Mechanism];

async function tls({ CARTWISE_KAFKA_TLS: on, CARTWISE_KAFKA_TLS_CA_FILE: file }: KafkaSecurity) {
  if (!on) return {};
  if (file === undefined) return { ssl: true };
  return { ssl: { ca: [await read('CARTWISE_KAFKA_TLS_CA_FILE', file)] } };
}

async function sasl(config: KafkaSecurity): Promise<{ readonly sasl?: Login }> {
  const mechanism = config.CARTWISE_KAFKA_SASL_MECHANISM;
  if (mechanism === undefined) return {};
  const file = config.CARTWISE_KAFKA_SASL_PASSWORD_FILE;
  // checkKafkaSecurity saw to it that the user name and one of the passwords are there.
  const username = config.CARTWISE_KAFKA_SASL_USERNAME ?? '';
  const password =
    file === undefined
      ? (config.CARTWISE_KAFKA_SASL_PASSWORD ?? '')
      : // Editors end a file with a newline; no password does.
        (await read('CARTWISE_KAFKA_SASL_PASSWORD_FILE', file)).replace(/\r?\n$/, '');
  // An object with one of three mechanisms is one of three objects, which the compiler does not see.
  return { sasl: { mechanism, username, password } as Login };
}

async function read(variable: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${variable}: ${file} cannot be read (${(cause as Error).message})`);
  }
}
