import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../../core/encoding/hex.ts';

/** A proof with one defect. */
export interface CorruptProof {
  readonly what: string;
  readonly changed: Hex[];
}

/** The bits of a hash that are flipped, one after the other: the first, the last, and one in each eighth. */
const BITS = [0, 7, 37, 75, 111, 140, 181, 222, 255];

function flipBit(hash: Hex, bit: number): Hex {
  const bytes = bytesOf(hash);
  bytes[bit >> 3]! ^= 128 >> (bit & 7);
  return formatHex(bytes);
}

/** Returns every proof with one defect: an element changed, dropped, doubled, moved or added. */
export function corruptProof(proof: readonly Hex[]): CorruptProof[] {
  const corrupt: CorruptProof[] = [];
  const add = (what: string, changed: Hex[]): unknown => corrupt.push({ what, changed });
  proof.forEach((hash, at) => {
    for (const bit of BITS) add(`bit ${bit} of ${at} flipped`, proof.with(at, flipBit(hash, bit)));
    add(`${at} dropped`, proof.toSpliced(at, 1));
    add(`${at} doubled`, proof.toSpliced(at, 0, hash));
    add(`${at} zeroed`, proof.with(at, ZERO_HASH));
    for (let other = at + 1; other < proof.length; other++)
      add(`${at} and ${other} swapped`, proof.with(at, proof[other]!).with(other, hash));
  });
  for (let at = 0; at <= proof.length; at++) {
    for (const added of [ZERO_HASH, flipBit(ZERO_HASH, 255)])
      add(`${added} added before ${at}`, proof.toSpliced(at, 0, added));
  }
  const same = JSON.stringify(proof);
  return corrupt.filter(({ changed }) => JSON.stringify(changed) !== same);
}
