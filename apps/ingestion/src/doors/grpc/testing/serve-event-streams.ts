import {
  loadPackageDefinition,
  Metadata,
  Server,
  ServerCredentials,
  credentials,
  type ClientDuplexStream,
  type ServiceClientConstructor,
  type StatusObject,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import {
  Verdict,
  type EventVerdict,
  type StreamEventsRequest,
  type StreamEventsResponse,
} from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import { LOADER_OPTIONS, packageName, protoFiles } from '#service';
import {
  EventStream,
  type EventStreamCall,
  type EventStreamLimits,
  type TakeEvents,
} from '../event-stream.ts';

const INGESTION = `${packageName('ingestion')}.IngestionService`;
const DEFINITION = loadSync([...protoFiles('ingestion')], LOADER_OPTIONS);

type StreamEvents = (metadata?: Metadata) => ClientDuplexStream<StreamEventsRequest, StreamEventsResponse>;

/** A call of StreamEvents on any address; close() ends its connection. */
export function openEventStream(address: string, apiKey = '') {
  const scope = loadPackageDefinition(DEFINITION) as unknown as {
    readonly cartwise: {
      readonly ingestion: { readonly v1: Record<'IngestionService', ServiceClientConstructor> };
    };
  };
  const client = new scope.cartwise.ingestion.v1.IngestionService(address, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('x-api-key', apiKey);
  const streamEvents = Reflect.get(client, 'streamEvents') as StreamEvents;
  const call = streamEvents.call(client, metadata);
  // Said by the status as well.
  call.on('error', () => undefined);
  const status = new Promise<StatusObject>((resolve) => call.on('status', resolve));
  return { call, status, close: () => client.close() };
}

/** One stream as the server sees it. */
export interface ServedStream {
  readonly call: EventStreamCall;
  readonly stream: EventStream;
  readonly ended: Promise<string>;
  /** Events so far. */
  readonly seen: { read: number; taken: number; unansweredMax: number };
}

/** A real server of one method whose streams take events as the test says. */
export async function serveEventStreams(limits: EventStreamLimits, take: TakeEvents) {
  const server = new Server();
  const streams: ServedStream[] = [];
  const service = DEFINITION[INGESTION];
  if (service === undefined || 'format' in service) throw new Error(`${INGESTION} is not in its proto`);
  server.addService(service as Parameters<Server['addService']>[0], {
    StreamEvents(call: EventStreamCall) {
      const seen = { read: 0, taken: 0, unansweredMax: 0 };
      const stream = new EventStream(call, limits, async (requests, signal) => {
        const verdicts = await take(requests, signal);
        seen.taken += requests.length;
        return verdicts;
      });
      const ended = stream.run().then((end) => {
        if (end === 'complete') call.end();
        return end;
      });
      call.on('data', () => {
        seen.read += 1;
        seen.unansweredMax = Math.max(seen.unansweredMax, seen.read - seen.taken);
      });
      streams.push({ call, stream, ended, seen });
    },
    IngestEvents: () => undefined,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { address: `127.0.0.1:${port}`, port, streams, close: () => server.forceShutdown() };
}

export const eventRequest = (eventId: string): StreamEventsRequest => ({
  event: {
    eventId,
    type: 'product_viewed',
    userId: 'ann',
    anonymousId: '',
    sessionId: '',
    eventTimeMs: 0,
    propertiesJson: '{"item":{"itemId":"mug"}}',
    contextJson: '',
  },
  sentAtMs: 0,
});

export const acceptedVerdict = ({ event }: StreamEventsRequest): EventVerdict => ({
  eventId: event?.eventId ?? '',
  verdict: Verdict.VERDICT_ACCEPTED,
  code: '',
  field: '',
  message: '',
});
