/** Bytes on the log and back. `decode` trusts its input: only Cartwise writes the topics it is used on. */
export interface Codec<T> {
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const toUtf8 = new TextEncoder();

/** JSON in UTF-8. */
export function jsonCodec<T>(): Codec<T> {
  return {
    encode: (value) => toUtf8.encode(JSON.stringify(value)),
    // Written by encode above, from a T.
    decode: (bytes) => JSON.parse(utf8.decode(bytes)) as T,
  };
}

/** What ts-proto generates for a message. */
interface GeneratedMessage<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}

/** Protobuf. */
export function protobufCodec<T>(message: GeneratedMessage<T>): Codec<T> {
  return {
    encode: (value) => message.encode(value).finish(),
    decode: (bytes) => message.decode(bytes),
  };
}
