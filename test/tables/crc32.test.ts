import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RunningCrc } from '../../tables/workbook/crc32.ts';

it('a CRC-32 of bytes that come in pieces is the one of zlib', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 99 })), (pieces) => {
      const crc = new RunningCrc();
      for (const piece of pieces) crc.update(piece);
      expect(crc.finish()).toBe(crc32(Buffer.concat(pieces)));
    }),
  );
});
