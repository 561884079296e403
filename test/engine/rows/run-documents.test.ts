import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readDocument, runMethod } from '../../../engine/run.ts';
import type { InputDocument } from '../../../engine/rows/document.ts';
import { openDocuments, takeDocument, warnOfDocuments } from '../../../engine/rows/run-documents.ts';
import { readRows, type RowOf } from '../../../engine/rows/row.ts';
import { COMMON, dataset, fuelDefaults, fuelUse, recordId, type TestEntry, YEAR_2023 } from '../dataset.ts';

const MARKET = 'application/x-matrix-market';
const TEXT = '%%MatrixMarket matrix array real general\n%row EU/all\n%column EU/all\n1 1\n0.5\n';

/** Reads a 1 × 1 matrix with this value. */
function read(value: string): Promise<InputDocument> {
  const bytes = new TextEncoder().encode(TEXT.replace('0.5', value));
  const name = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: MARKET,
    size: bytes.length,
  };
  const source = { size: bytes.length, read: (a: number, b: number) => Promise.resolve(bytes.slice(a, b)) };
  return readDocument(name, source);
}

/** Returns an entry that names a document. */
function naming(key: string, { sha256, size, mediaType }: InputDocument, changed: object = {}): TestEntry {
  const detail = {
    ...{ row: 'matrix-document', matrix: 'Z', mediaType, size, sha256, currency: 'EUR' },
    ...{ shape: [1, 1], regions: ['EU'], sectors: ['all'], ...changed },
  };
  return { key, value: null, unit: '', ...YEAR_2023, detail };
}

const [half, third] = [await read('0.5'), await read('0.333')];
const rows = readRows([dataset('a', naming('z/half', half), naming('z/third', third))]);
const rowOf = (key: string) => rows.find((row) => row.key === key) as RowOf<'matrix-document'>;
const isNever = (): boolean => false;

describe('documents of a run', () => {
  it('are used when the method takes them, and the others get a warning', () => {
    const documents = openDocuments([half, third], rows);
    expect(takeDocument(documents, rowOf('z/half'))).toBe(half);
    expect(rows.filter((row) => documents.isTaken(row)).map(({ key }) => key)).toEqual(['z/half']);
    const warnings = warnOfDocuments(documents, rows, (row) => documents.isTaken(row));
    expect(warnings).toEqual([
      {
        code: 'unused-document',
        message: `the document ${third.sha256}, which z/third names, is in no figure`,
        row: { record: recordId('a'), key: 'z/third' },
      },
    ]);
  });

  it('are not used by being looked at', () => {
    const documents = openDocuments([half], rows);
    expect(documents.peek(half.sha256)).toBe(half);
    expect(documents.isTaken(rowOf('z/half'))).toBe(false);
  });

  it('that the run was not given are an error with hash, size and media type, at the row that names them', () => {
    const documents = openDocuments([half], rows);
    expect(() => takeDocument(documents, rowOf('z/third'))).toThrow(
      `z/third of ${recordId('a')} names the document ${third.sha256}, ${third.size} bytes of ${MARKET}, which`,
    );
    expect(() => takeDocument(documents, rowOf('z/third'))).toThrow(
      expect.objectContaining({
        code: 'missing-document',
        value: { sha256: third.sha256, size: third.size, mediaType: MARKET },
        row: { record: recordId('a'), key: 'z/third', column: 'detail.sha256' },
      }) as Error,
    );
  });

  it.each([
    ['size', 1],
    ['mediaType', 'application/vnd.apache.parquet'],
  ])('are refused where a row states another %s', (member, value) => {
    const other = readRows([dataset('a', naming('z', half, { [member]: value }))]);
    expect(() => openDocuments([half], other)).toThrow(
      expect.objectContaining({
        code: 'bad-document',
        row: { record: recordId('a'), key: 'z', column: `detail.${member}` },
      }) as Error,
    );
  });

  it('that no row names get a warning', () => {
    const [warning, ...more] = warnOfDocuments(openDocuments([half], []), [], isNever);
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ code: 'unnamed-document', row: { record: '', key: '' } });
    expect(warning!.message).toContain(half.sha256);
  });
});

describe('runMethod with documents', () => {
  const inputs = [
    dataset('a', fuelUse('use', '1', 't', 'coal'), naming('z/half', half)),
    dataset('b', ...fuelDefaults('coal', '26.7', '0.99', { CO2: '98300' })),
  ];
  const run = (documents: readonly InputDocument[]) =>
    runMethod('combustion@2', inputs, COMMON, { documents });

  it('tells which of them nothing uses, and computes the same figures', () => {
    const found = run([half, third]);
    const own = found.warnings.slice(run([]).warnings.length);
    expect(own.map(({ code, row }) => [code, row.key])).toEqual([
      ['unused-document', 'z/half'],
      ['unnamed-document', ''],
    ]);
    expect(found.figures).toEqual(run([]).figures);
    expect(found.used).toEqual(run([]).used);
  });

  it('refuses one twice, and one that the engine did not read', () => {
    expect(() => run([half, half])).toThrow('is given twice');
    expect(() => run([{ ...half }])).toThrow('was not read by this engine');
  });

  it('refuses a solution where the method solves no equations', () => {
    expect(() => runMethod('combustion@2', inputs, COMMON, { solution: half })).toThrow(
      'combustion@2 solves no equations, so it takes no solution',
    );
  });
});
