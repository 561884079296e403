import type { FinishRun, MethodEngine } from '../../jobs/engines/method-engine.ts';
import { listDocuments, readDocumentName } from '../../core/records/document-name.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import type { Warning } from '../../engine/errors/warning.ts';
import type { SolveOptions } from '../../engine/methods/method.ts';
import type { InputDocument } from '../../engine/rows/document.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { warnUnnamed } from '../../engine/rows/run-documents.ts';
import type { RunResult, SolvedRun } from '../../engine/run.ts';
import { hashBytes } from '../../tables/hash-bytes.ts';
import { findMatrixType } from '../../tables/open-table.ts';
import type { DocumentOptions } from '../options/document-options.ts';
import { streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { DocumentFinder, type DocumentPlaces } from './document-inputs.ts';

/** The documents of a run, and what was given besides. */
export interface RunDocuments {
  readonly documents: readonly InputDocument[];
  /** About files of `--document` that no row names. They are not read. */
  readonly warnings: readonly Warning[];
  /** Returns what `compute` returns; an error about a missing document says where it can come from. */
  readonly explaining: <Out>(compute: () => Promise<Out>) => Promise<Out>;
}

/**
 * Reads the documents that the rows of a run name, if its method takes any. One that is nowhere is left out: the method may not need it.
 * @throws UsageError `file-unreadable`; EngineError `bad-document`
 */
export async function readRunDocuments(
  terminal: Terminal,
  engine: Pick<MethodEngine, 'readDocument'>,
  records: readonly InputRecord[],
  options: DocumentOptions,
  places: DocumentPlaces,
): Promise<RunDocuments> {
  const finder = await DocumentFinder.open(terminal, options, places);
  const { readDocument } = engine;
  const entries = records.flatMap((record) => record.entries);
  const named = listDocuments(entries.filter(({ detail }) => detail?.['row'] === 'matrix-document'));
  const documents: InputDocument[] = [];
  for (const name of readDocument === null ? [] : named) {
    const source = await finder.find(name);
    if (source !== null) documents.push(await readDocument!(name, source));
  }
  const warnings = await warnOfOthers(terminal, options, readDocument === null ? [] : named);
  return { documents, warnings, explaining: (compute) => explain(finder, compute) };
}

/** A run that was computed, and the solution of its equations; null where its method solves none. */
export interface SolvedResult {
  readonly result: RunResult;
  readonly solution: SolvedRun | null;
}

/** Solves the equations of a run, if it has any, and computes its figures. @throws EngineError */
export function runWithDocuments(
  engine: Pick<MethodEngine, 'solve' | 'run'>,
  records: readonly InputRecord[],
  parameters: unknown,
  { documents, warnings, explaining }: RunDocuments,
  { solving, finish }: { readonly solving: SolveOptions; readonly finish: FinishRun },
): Promise<SolvedResult> {
  return explaining(async () => {
    const solution = await engine.solve(records, parameters, { documents, ...solving });
    const given = { documents, ...(solution === null ? {} : { solution }) };
    const result = await engine.run(records, parameters, { ...given, finish });
    return { result: { ...result, warnings: [...warnings, ...result.warnings] }, solution };
  });
}

async function warnOfOthers(
  terminal: Terminal,
  { document: paths = [] }: DocumentOptions,
  named: readonly { readonly sha256: string }[],
): Promise<Warning[]> {
  const warnings: Warning[] = [];
  for (const path of paths) {
    const { sha256, size } = await hashBytes(streamBytes(terminal, path));
    if (named.some((name) => name.sha256 === sha256)) continue;
    const mediaType = findMatrixType(path) ?? 'application/octet-stream';
    warnings.push(warnUnnamed({ sha256, size, mediaType }));
  }
  return warnings;
}

async function explain<Out>(finder: DocumentFinder, compute: () => Promise<Out>): Promise<Out> {
  try {
    return await compute();
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'missing-document') throw error;
    const name = readDocumentName({ detail: error.value });
    if (name === null) throw error;
    throw new EngineError(error.code, finder.describeMissing(name), name, error.row);
  }
}
