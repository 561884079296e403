import { createHash } from 'node:crypto';
import type { DocumentName } from '../../core/records/document-name.ts';
import { type InputDocument, readDocument } from '../../engine/rows/document.ts';
import { MATRIX_TYPE, writeMatrix } from '../../tables/write-matrix.ts';
import { type TestEntry, YEAR_2023 } from '../engine/dataset.ts';

/** A document with its bytes, as it is sent, and as the engine reads it. */
export interface MatrixDocument extends DocumentName {
  readonly bytes: Uint8Array;
  readonly read: () => Promise<InputDocument>;
}

/** Returns a matrix as a document. */
export function documentOf(
  rows: readonly string[],
  columns: readonly string[],
  values: Float64Array,
): MatrixDocument {
  const pieces = [...writeMatrix('matrix.mtx', { form: 'dense', rows, columns, values })];
  const bytes = new Uint8Array(Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = { sha256, size: bytes.length, mediaType: MATRIX_TYPE };
  const source = { size: bytes.length, read: (a: number, b: number) => Promise.resolve(bytes.slice(a, b)) };
  return { ...name, bytes, read: () => readDocument(name, source) };
}

/** A made table as documents, with the entries that name them. */
export interface TradeDocuments {
  readonly documents: readonly MatrixDocument[];
  readonly entries: readonly TestEntry[];
}

/**
 * Makes a table of a few regions and any number of sectors, with one stressor, as the documents Z, Y and F. Every industry takes a bit from
 * each, so it is productive; the numbers follow from `seed`.
 */
export function makeTrade(regions: readonly string[], count: number, seed = 1): TradeDocuments {
  const sectors = Array.from({ length: count }, (_, at) => `sector ${at + 1}`);
  const industries = regions.flatMap((region) => sectors.map((sector) => `${region}/${sector}`));
  const demands = regions.map((region) => `${region}/final`);
  const n = industries.length;
  let state = seed;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const fill = (length: number): Float64Array => Float64Array.from({ length }, next);
  const matrices = {
    Z: documentOf(industries, industries, fill(n * n)),
    Y: documentOf(
      industries,
      demands,
      fill(n * demands.length).map((value) => n * (1 + value)),
    ),
    F: documentOf(['CO2'], industries, fill(n)),
  };
  const lists = { regions, sectors, currency: 'EUR' };
  const members = { Z: {}, Y: { categories: ['final'] }, F: { stressors: ['CO2'], units: ['t{CO2}'] } };
  const shapes = { Z: [n, n], Y: [n, demands.length], F: [1, n] };
  const entries = (['Z', 'Y', 'F'] as const).map((matrix): TestEntry => {
    const { sha256, size, mediaType } = matrices[matrix];
    const named = { row: 'matrix-document', matrix, mediaType, size, sha256, shape: shapes[matrix] };
    const detail = { ...named, ...lists, ...members[matrix] };
    return { key: `table/${matrix}`, value: null, unit: '', ...YEAR_2023, detail };
  });
  return { documents: Object.values(matrices), entries };
}
