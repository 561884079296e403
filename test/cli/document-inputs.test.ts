import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInputDocuments } from '../../cli/inputs/document-inputs.ts';
import { addDocumentOption, type DocumentOptions } from '../../cli/options/document-options.ts';
import { openTerminal } from '../../cli/terminal/terminal.ts';

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'document-inputs-'));
  const market = (value: number): string =>
    `%%MatrixMarket matrix array real general\n%row a\n%column x\n1 1\n${value}\n`;
  await writeFile(join(cwd, 'one.mtx'), market(1));
  await writeFile(join(cwd, 'two.mtx'), market(2));
});
afterAll(() => rm(cwd, { recursive: true }));

function read(...args: string[]): ReturnType<typeof readInputDocuments> {
  const command = addDocumentOption(new Command()).parse(args, { from: 'user' });
  return readInputDocuments({ ...openTerminal(), cwd }, command.opts<DocumentOptions>());
}

describe('--document', () => {
  it('names matrices that are inputs of a run, one or several, in the order of the line', async () => {
    expect(await read()).toEqual([]);
    const documents = await read('--document', 'two.mtx', '--document', 'one.mtx');
    expect(documents.map(({ matrix: { values } }) => [...values])).toEqual([[2], [1]]);
    expect(documents.map(({ mediaType, size }) => [mediaType, size])).toEqual([
      ['application/x-matrix-market', 64],
      ['application/x-matrix-market', 64],
    ]);
  });

  it('refuses a file that is missing or not a matrix', async () => {
    await expect(read('--document', 'none.mtx')).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(read('--document', 'one.csv')).rejects.toThrow('must end in .parquet or .mtx');
  });
});
