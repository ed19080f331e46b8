import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePort } from '#database';
import { kafkaJars } from './kafka-jars.ts';

const run = promisify(execFile);
const START_MS_MAX = 60_000;
/** Another process may take a port between our look and the broker's start. */
const STARTS_MAX = 3;
const LOG_LINES_KEPT = 40;

export interface KafkaBroker extends AsyncDisposable {
  readonly brokers: readonly string[];
  /** Kills the broker and starts it again on what it kept, at the same address. */
  restart(): Promise<void>;
}

/** A broker of one node (KRaft) on free ports, its data in a folder that goes with it. */
export async function startKafkaBroker(): Promise<KafkaBroker> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce();
    } catch (error) {
      if (attempt === STARTS_MAX) throw error;
    }
  }
}

async function startOnce(): Promise<KafkaBroker> {
  const classPath = path.join(await kafkaJars(), '*');
  const directory = await mkdtemp(path.join(tmpdir(), 'cartwise-test-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const properties = path.join(directory, 'server.properties');
  await writeFile(properties, serverProperties(path.join(directory, 'data'), port, controllerPort));
  const logging = `-Dlog4j2.configurationFile=${path.join(import.meta.dirname, 'log4j2.properties')}`;
  const removeDirectory = () => rm(directory, { recursive: true, force: true, maxRetries: 5 });
  try {
    const storageTool = [logging, '-cp', classPath, 'kafka.tools.StorageTool'];
    await run('java', [...storageTool, 'format', '-t', CLUSTER_ID, '-c', properties]);
    const heap = ['-Xms64m', '-Xmx192m', '-XX:+UseSerialGC'];
    const start = () => startJava([...heap, logging, '-cp', classPath, 'kafka.Kafka', properties]);
    let broker = await start();
    return {
      brokers: [`127.0.0.1:${port}`],
      async restart() {
        await broker.kill();
        broker = await start();
      },
      async [Symbol.asyncDispose]() {
        // What it holds is thrown away: no need for an orderly end.
        await broker.kill();
        await removeDirectory();
      },
    };
  } catch (error) {
    await removeDirectory();
    throw error;
  }
}

async function startJava(args: readonly string[]): Promise<{ kill(): Promise<void> }> {
  const broker = spawn('java', args);
  const killNow = () => broker.kill('SIGKILL');
  // Also when the test's process ends without disposing of it.
  process.once('exit', killNow);
  await untilStarted(broker);
  return {
    async kill() {
      process.off('exit', killNow);
      killNow();
      if (broker.exitCode === null && broker.signalCode === null) await once(broker, 'exit');
    },
  };
}

/** Any 16 bytes: a cluster of one node meets no other. */
const CLUSTER_ID = 'Y2FydHdpc2UtdGVzdC0wMA';

async function untilStarted(broker: ChildProcess): Promise<void> {
  const { stdout, stderr } = broker;
  if (stdout === null || stderr === null) throw new Error('the broker has no output to read');
  const log: string[] = [];
  const timer = setTimeout(() => broker.kill('SIGKILL'), START_MS_MAX);
  stderr.resume();
  const lines = createInterface({ input: stdout });
  try {
    await new Promise<void>((resolve, reject) => {
      lines.on('line', (line) => {
        log.push(line);
        if (log.length > LOG_LINES_KEPT) log.shift();
        if (line.includes('Kafka Server started')) resolve();
      });
      broker.once('error', reject);
      broker.once('exit', () => reject(new Error(`the broker ended before it was up:\n${log.join('\n')}`)));
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Small: one cleaner with a small buffer, few threads. Quick: no wait for more members when a group forms. */
function serverProperties(dataDirectory: string, port: number, controllerPort: number): string {
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
log.dirs=${dataDirectory}
num.partitions=3
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.segment.bytes=67108864
log.cleaner.dedupe.buffer.size=8388608
log.cleaner.threads=1
num.network.threads=2
num.io.threads=4
`;
}
