/** The CRC-32 (ISO 3309) of each byte, as signed numbers: JavaScript computes faster with these. */
const CRCS = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** The CRC-32 of each byte with one, two and three zeros behind it: so four bytes are one step. */
const AND_ZERO = addZero(CRCS);
const AND_TWO = addZero(AND_ZERO);
const AND_THREE = addZero(AND_TWO);

function addZero(crcs: Int32Array): Int32Array {
  return crcs.map((crc) => CRCS[crc & 0xff]! ^ (crc >>> 8));
}

/** A CRC-32 of bytes that come in pieces. */
export class RunningCrc {
  #crc = 0xffffffff;

  update(bytes: Uint8Array): void {
    const whole = bytes.length & ~3;
    let crc = this.#crc;
    let at = 0;
    for (; at < whole; at += 4) {
      crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      crc =
        AND_THREE[crc & 0xff]! ^
        AND_TWO[(crc >>> 8) & 0xff]! ^
        AND_ZERO[(crc >>> 16) & 0xff]! ^
        CRCS[crc >>> 24]!;
    }
    for (; at < bytes.length; at++) crc = CRCS[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
    this.#crc = crc;
  }

  /** Returns it as an unsigned number of 32 bits. */
  finish(): number {
    return (this.#crc ^ 0xffffffff) >>> 0;
  }
}
