const CAPACITY_START = 256;
const UINT32_MAX = 0xffff_ffff;

/** Writes variable-length integers (LEB128, 7 bits a byte) one after the other. */
export class ByteWriter {
  private bytes = new Uint8Array(CAPACITY_START);
  private length = 0;

  /** A non-negative integer up to 2^53 - 1. */
  varint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a varint: ${value}`);
    let rest = value;
    while (rest > UINT32_MAX) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    // Most numbers are small, and bits are several times as fast as division.
    let bits = rest >>> 0;
    while (bits >= 0x80) {
      this.byte((bits & 0x7f) | 0x80);
      bits >>>= 7;
    }
    this.byte(bits);
  }

  /** The bytes written so far. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private byte(value: number): void {
    if (this.length === this.bytes.length) {
      const grown = new Uint8Array(this.bytes.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[this.length++] = value;
  }
}
