import { extname } from 'node:path';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { DetailOf } from '../../engine/rows/row-detail.ts';
import type { Difference } from './balance.ts';
import type { BuiltTable } from './table-builder.ts';
import type { ReadFile } from './table-input.ts';

/** What the entries `source` say about the files, in addition to their hashes. */
export type TableSourceText = Pick<
  DetailOf<'source'>,
  'title' | 'provider' | 'licence' | 'url' | 'published'
>;

/** All that the entries of a table say. */
export interface TableFacts {
  readonly format: string;
  readonly built: BuiltTable;
  readonly source: TableSourceText;
  /** The files whose hashes the entries `source` state: the archive, or each file that was read. */
  readonly sources: readonly ReadFile[];
  readonly read: readonly ReadFile[];
  readonly tolerance: number;
  readonly previous: string | null;
  readonly accepted: readonly string[];
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.zip': 'application/zip',
  '.csv': 'text/csv',
  '.txt': 'text/plain',
  '.tsv': 'text/tab-separated-values',
  '.json': 'application/json',
  '.parquet': 'application/vnd.apache.parquet',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Returns the entries of a table: its matrices, how it was read, and its sources. */
export function makeTableEntries(facts: TableFacts): UnsaltedEntry[] {
  const { year } = facts.built.head;
  const [from, until] = [Date.UTC(year, 0, 1) / 1000, Date.UTC(year + 1, 0, 1) / 1000];
  const entry = (key: string, detail: object): UnsaltedEntry => ({
    ...{ key, value: null, unit: '', from, until },
    detail: detail as JsonObject,
  });
  return [
    ...describeMatrices(facts.built).map((detail) => entry(`matrix/${detail.matrix}`, detail)),
    entry('reading', describeReading(facts)),
    ...facts.sources.map((file) => ({
      ...entry(keyOfSource(file, facts.sources), describeSource(facts, file)),
      ...{ from: 0, until: 0 },
    })),
  ];
}

function describeMatrices({
  matrices,
  head,
  regions,
  sectors,
  categories,
}: BuiltTable): DetailOf<'matrix-document'>[] {
  return matrices.map(({ matrix, shape, sha256, size, stressors, units }) => ({
    ...{ row: 'matrix-document', matrix, mediaType: 'application/vnd.apache.parquet', size, sha256 },
    shape: [...shape],
    regions: [...regions],
    sectors: [...sectors],
    ...(matrix === 'Y' || matrix === 'F_Y' ? { categories: [...categories] } : {}),
    ...(stressors === undefined ? {} : { stressors: [...stressors], units: [...units!] }),
    currency: head.currency,
    ...(head.multiple === 1 ? {} : { multiple: head.multiple }),
    ...(matrix === 'Z' ? describeParts(head) : {}),
  }));
}

function describeParts({
  parts = [],
  undivided = [],
}: BuiltTable['head']): Pick<DetailOf<'matrix-document'>, 'parts' | 'undivided'> {
  return {
    ...(parts.length === 0 ? {} : { parts: parts.map(({ part, whole }) => ({ part, whole })) }),
    ...(undivided.length === 0 ? {} : { undivided: [...undivided] }),
  };
}

function describeReading({
  format,
  built,
  read,
  tolerance,
  previous,
  accepted,
}: TableFacts): DetailOf<'table-reading'> {
  const { balance } = built;
  return {
    row: 'table-reading',
    format,
    year: built.head.year,
    files: read.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    names: built.changedNames.map(({ name, original }) => ({ name, original })),
    negatives: Object.fromEntries(built.matrices.map(({ matrix, negatives }) => [matrix, negatives])),
    tolerance: formatRatio(tolerance),
    ...(balance.rows === null ? {} : { rowBalance: describeDifference(balance.rows) }),
    ...(balance.columns === null ? {} : { columnBalance: describeDifference(balance.columns) }),
    judged: String(built.judged),
    ...(built.findings.length === 0 ? {} : { findings: [...built.findings] }),
    leftOut: built.leftOut.map(({ name, sum }) => ({ name, ...(sum === null ? {} : { sum: String(sum) }) })),
    ...(previous === null ? {} : { previous }),
    accepted: [...accepted],
  };
}

function describeDifference({ sector, ratio }: Difference): { sector: string; ratio: string } {
  return { sector, ratio: String(ratio) };
}

/** Returns a ratio as a decimal without an exponent. */
function formatRatio(ratio: number): string {
  const text = ratio.toFixed(17).replace(/\.?0+$/, '');
  return text === '' ? '0' : text;
}

function keyOfSource({ path }: ReadFile, sources: readonly ReadFile[]): string {
  if (sources.length === 1) return 'source';
  const segments = path.split('/').map((part) => part.replaceAll(/[^A-Za-z0-9._:@+%()-]+/g, '_'));
  return `source/${segments.join('/')}`;
}

function describeSource(
  { source, sources }: TableFacts,
  { path, size, sha256 }: ReadFile,
): DetailOf<'source'> {
  const { title, provider, licence, url, published } = source;
  return {
    row: 'source',
    dataset: 'mrio',
    title: (sources.length === 1 ? title : `${title}: ${path}`).slice(0, 256),
    provider,
    licence,
    ...(url === undefined ? {} : { url }),
    ...(published === undefined ? {} : { published }),
    mediaType: MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
    size,
    sha256,
  };
}
