import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_JSON } from '../../core/encoding/json.ts';
import { COMMON, recordId } from '../engine/dataset.ts';
import { type CliRun, runLine } from './test-terminal.ts';

/** More rows than 16 MiB hold: a figure lists each of them. */
const ROWS = 130_000;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-large-'));
  await write('before.json', '1');
  await write('after.json', '2');
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: string[]): Promise<CliRun> => runLine(args, { cwd: folder });

/** Writes what `ledger compute --json` printed of a figure over many rows; the last of them has a value. */
async function write(file: string, last: string): Promise<void> {
  function* text(): Generator<string> {
    yield '{"figures":[{"key":"total","value":"1","unit":"t","from":0,"until":0,"detail":{"derivation":{"formula":"sum(AD)","operands":[';
    for (let index = 1; index <= ROWS; index++) {
      const value = index === ROWS ? last : '1';
      const name = `AD[${index}]`;
      yield `${index === 1 ? '' : ','}${JSON.stringify({ name, value, unit: 't', record: recordId('a'), key: `row/${index}` })}`;
    }
    yield `],"rounding":${JSON.stringify(COMMON.rounding)},"warnings":[]}}}],"warnings":[]}\n`;
  }
  await pipeline(Readable.from(text()), createWriteStream(join(folder, file)));
}

describe('a result that is larger than a proof file', () => {
  it('is explained', async () => {
    expect((await stat(join(folder, 'before.json'))).size).toBeGreaterThan(BUNDLE_JSON.bytes);
    const { exit, out, err } = await run('explain', 'before.json', 'total');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out.split('\n').filter((line) => line.includes('AD['))).toHaveLength(ROWS);
  });

  it('is compared, with the one row that differs', async () => {
    expect(await run('compare', 'before.json', 'after.json')).toMatchObject({
      exit: 1,
      err: '',
      out: expect.stringContaining(`AD[${ROWS}] = 1 → 2 t  row/${ROWS} in 0xaaaaaaaaaa…`),
    });
  });
});
