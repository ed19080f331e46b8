/** Reads what ByteWriter wrote. Throws RangeError at the end of the bytes or on a number over 2^53 - 1. */
export class ByteReader {
  private position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.position === this.bytes.length;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw new RangeError('the bytes end within a number');
      value += (byte & 0x7f) * scale;
      if (!Number.isSafeInteger(value)) throw new RangeError('a number is over 2^53 - 1');
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }
}
