import { createHash } from 'node:crypto';
import { readDocument } from '../../../engine/run.ts';
import type { InputDocument } from '../../../engine/rows/document.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { dataset, YEAR_2023, type TestEntry } from '../dataset.ts';
import type { Numbers, SmallTable } from './small-table.ts';

const MARKET = 'application/x-matrix-market';

/** A labelled matrix, as a document holds it. */
export interface Labelled {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: Numbers;
}

/** Returns a document in Matrix Market's format: all values, or those that are not 0. */
export async function makeDocument(
  { rows, columns, values }: Labelled,
  form: 'array' | 'coordinate' = 'array',
): Promise<InputDocument> {
  const stated = values.flatMap((row, i) => row.map((value, j) => [i + 1, j + 1, value] as const));
  const filled = stated.filter(([, , value]) => Number(value) !== 0);
  const byColumn = stated.toSorted((a, b) => a[1] - b[1] || a[0] - b[0]).map(([, , value]) => String(value));
  const lines = [
    `%%MatrixMarket matrix ${form} real general`,
    ...rows.map((name) => `%row ${name}`),
    ...columns.map((name) => `%column ${name}`),
    [rows.length, columns.length, ...(form === 'array' ? [] : [filled.length])].join(' '),
    ...(form === 'array' ? byColumn : filled.map((cell) => cell.join(' '))),
  ];
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const read = (first: number, after: number): Promise<Uint8Array> =>
    Promise.resolve(bytes.slice(first, after));
  return readDocument({ sha256, mediaType: MARKET, size: bytes.length }, { size: bytes.length, read });
}

/** The entries and documents of a table. Every region has the same sectors and categories. */
export interface TableDocuments {
  readonly entries: readonly TestEntry[];
  readonly record: InputRecord;
  readonly documents: readonly InputDocument[];
}

/** What a test changes in the entry of a matrix. */
export type Changes = Readonly<Partial<Record<'Z' | 'Y' | 'F' | 'F_Y', Readonly<Record<string, unknown>>>>>;

/** Returns a table as one document for each of its matrices. */
export async function documentsOf(
  table: SmallTable,
  changes: Changes = {},
  form: 'array' | 'coordinate' = 'array',
): Promise<TableDocuments> {
  const { industries, demands, stressors, z, y, f, fy } = table;
  const of = (names: readonly string[], part: 0 | 1): string[] => [
    ...new Set(names.map((name) => name.split('/')[part]!)),
  ];
  const lists = { regions: of(industries, 0), sectors: of(industries, 1), currency: 'EUR' };
  const names = Object.keys(stressors);
  const emitted = { stressors: names, units: Object.values(stressors) };
  const categories = of(demands, 1);
  const matrices = [
    ['Z', { rows: industries, columns: industries, values: z }, {}],
    ['Y', { rows: industries, columns: demands, values: y }, { categories }],
    ['F', { rows: names, columns: industries, values: f }, emitted],
    ...(fy === undefined
      ? []
      : [['F_Y', { rows: names, columns: demands, values: fy }, { ...emitted, categories }] as const]),
  ] as const;
  const documents = await Promise.all(matrices.map(([, labelled]) => makeDocument(labelled, form)));
  const entries = matrices.map(([matrix, { rows, columns }, members], at): TestEntry => {
    const { sha256, size, mediaType } = documents[at]!;
    const detail = {
      ...{ row: 'matrix-document', matrix, mediaType, size, sha256, shape: [rows.length, columns.length] },
      ...{ ...lists, ...members, ...changes[matrix] },
    };
    return { key: `table/${matrix}`, value: null, unit: '', ...YEAR_2023, detail };
  });
  return { entries, record: dataset('2', ...entries), documents };
}
