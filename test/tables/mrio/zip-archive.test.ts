import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeZip, type ZipLie } from '../../helpers/zip-file.ts';
import { formatExiobase } from './exiobase-files.ts';
import { makeTable } from './made-table.ts';
import { openTableDesk, type TableDesk } from './table-desk.ts';

let desk: TableDesk;
beforeAll(async () => {
  desk = await openTableDesk();
});
afterAll(() => desk.close());

const FILES = formatExiobase(makeTable());
const Z = 'IOT_2019_ixi/Z.txt';

async function refusal(archive: Uint8Array): Promise<{ readonly code: string; readonly message: string }> {
  const path = await desk.put('zips', { 'IOT_2019_ixi.zip': archive });
  const { exit, err } = await desk.read('exiobase', `${path}/IOT_2019_ixi.zip`);
  expect(exit).toBe(2);
  const { error } = JSON.parse(err) as { error: { code: string; message: string } };
  return error;
}

describe('a zip archive of a table', () => {
  it.each([
    ['has a name that leaves the folder', { ...FILES, '../x.txt': '1' }, {}, 'archive'],
    ['has an absolute name', { ...FILES, '/etc/x.txt': '1' }, {}, 'archive'],
    ['has an encrypted file', FILES, { [Z]: { flags: 0x801 } }, 'archive'],
    ['has another compression', FILES, { [Z]: { method: 12 } }, 'archive'],
    [
      'has a file that grows 1,000 times',
      { ...FILES, 'zeros.txt': '0'.repeat((64 << 20) + 1) },
      {},
      'archive',
    ],
    ['states a size that a file does not have', FILES, { [Z]: { size: 1000 } }, 'truncated'],
    ['states a CRC-32 that a file does not have', FILES, { [Z]: { crc: 1 } }, 'truncated'],
  ] as [string, Record<string, string>, Record<string, ZipLie>, string][])(
    'is refused if it %s',
    async (_, files, lies, code) => {
      expect((await refusal(makeZip(files, lies))).code).toBe(code);
    },
  );

  it('is refused if it is cut anywhere, or has a byte of a file changed', async () => {
    const whole = makeZip(FILES);
    for (const end of [0, 10, whole.length >> 1, whole.length - 1])
      expect(['archive', 'truncated']).toContain((await refusal(whole.subarray(0, end))).code);
    const changed = Buffer.from(whole);
    const at = changed.indexOf(Z) + Z.length + 40;
    changed[at]! ^= 0x10;
    expect(['truncated', 'not-a-number', 'label', 'header', 'encoding', 'shape']).toContain(
      (await refusal(changed)).code,
    );
  });
});
