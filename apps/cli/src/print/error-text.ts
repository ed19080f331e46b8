import { status as GrpcStatus } from '@grpc/grpc-js';

/** What to do about an answer, by gRPC's code. */
const ADVICE: ReadonlyMap<number, string> = new Map([
  [
    GrpcStatus.UNAVAILABLE,
    'Is Cartwise running? Start it with `npm start`, or set CARTWISE_GRPC_URL and CARTWISE_HTTP_URL to where it runs.',
  ],
  [GrpcStatus.DEADLINE_EXCEEDED, 'It is up but slow: its log says why.'],
  [GrpcStatus.UNAUTHENTICATED, 'Set CARTWISE_API_KEY to a key of your shop.'],
  [GrpcStatus.PERMISSION_DENIED, 'Set CARTWISE_API_KEY to a key with the role admin.'],
  [GrpcStatus.RESOURCE_EXHAUSTED, 'Try again in a moment.'],
]);

/** Of what there is not, or that is in another state: where to look, by the first word of the message that fits. */
const WHERE_TO_LOOK: readonly (readonly [RegExp, string])[] = [
  [/\bcase\b/, '`cartwise cases list` shows the cases there are.'],
  [/\bplacement\b/, '`cartwise placements list` shows the placements there are.'],
  [/\b(?:model|version)\b/, '`cartwise models list` shows the versions there are.'],
];
const SAYS_WHERE: ReadonlySet<number> = new Set([GrpcStatus.NOT_FOUND, GrpcStatus.FAILED_PRECONDITION]);

/** A failure as a person reads it: what is wrong and, where we know it, what to do. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, code } = grpcAnswer(error) ?? refusedConnection(error) ?? { message: error.message };
  const advice = code === undefined ? undefined : adviceOn(code, message);
  return advice === undefined ? message : `${message}\n${advice}`;
}

function adviceOn(code: number, message: string): string | undefined {
  if (!SAYS_WHERE.has(code)) return ADVICE.get(code);
  return WHERE_TO_LOOK.find(([word]) => word.test(message))?.[1];
}

interface Explained {
  readonly message: string;
  readonly code?: number;
}

/** grpc-js puts the code before the message; the service's own words are in `details`. */
function grpcAnswer(error: Error): Explained | undefined {
  if (!('details' in error && 'code' in error)) return undefined;
  return { message: String(error.details), code: Number(error.code) };
}

/** fetch says only that it failed; the cause says that nobody listens. */
function refusedConnection(error: Error): Explained | undefined {
  const { cause } = error;
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined;
  const reason = 'message' in cause && cause.message !== '' ? cause.message : cause.code;
  return { message: `no connection: ${String(reason)}`, code: GrpcStatus.UNAVAILABLE };
}
