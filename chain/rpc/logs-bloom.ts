import { bytesOf, type Hex } from '../../core/encoding/hex.ts';
import { keccak } from '../../core/hashing/keccak.ts';

const BYTES = 256;

/**
 * The Bloom filter in the header of a block (Yellow Paper, 4.3): from which contracts the block has events. It may name a contract by
 * chance, more often the more events the block has. On some chains it is always empty. So it only gives a reason to read a block again.
 */
export class LogsBloom {
  readonly #bits: Uint8Array;

  /** `hex` has 256 bytes. */
  constructor(hex: Hex) {
    this.#bits = bytesOf(hex);
  }

  /** Tells whether the filter names the contract at an EIP-55 address. */
  names(address: string): boolean {
    const hash = keccak(bytesOf(address.toLowerCase() as Hex));
    return [0, 2, 4].every((at) => {
      const bit = ((hash[at]! << 8) | hash[at + 1]!) & (8 * BYTES - 1);
      return (this.#bits[BYTES - 1 - (bit >> 3)]! & (1 << (bit & 7))) !== 0;
    });
  }

  /** Endpoints that agree on a block need not agree on this: some leave it out. */
  toJSON(): undefined {
    return undefined;
  }
}
