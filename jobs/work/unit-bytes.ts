import type { Hex } from '../../core/encoding/hex.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import type { InputDocument } from '../../engine/rows/document.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { openEngines } from '../engines/engine-files.ts';
import { type EngineRun, openRunningEngine } from '../engines/method-engine.ts';
import { entriesOfRun } from '../engines/result-entries.ts';
import { reperform } from '../reperform/reperform.ts';

/** A unit with its rows, as another thread can receive it. Documents that rows name are opened there. */
export type WholeUnit =
  | {
      readonly kind: 'run';
      readonly method: string;
      readonly inputs: readonly InputRecord[];
      readonly parameters: unknown;
      /** Documents that the method reads, as far as somebody has them. */
      readonly documents: readonly DocumentName[];
    }
  /** A registered result, in the proof file with which it can be computed again. */
  | { readonly kind: 'reperform'; readonly id: Hex; readonly proof: Uint8Array };

type EngineFile = EngineRun['engine'];

/**
 * Computes a unit whole. A run gives its entries, or the error with which the engine refuses it: that is its result too, and the same
 * everywhere. A re-performance gives its finding.
 */
export async function computeWhole(
  unit: WholeUnit,
  engine: EngineFile,
  openDocument: OpenDocument,
): Promise<Uint8Array> {
  const compute =
    unit.kind === 'run'
      ? computeRun(unit, engine, openDocument)
      : reperformResult(unit, engine, openDocument);
  const value = await compute;
  return new TextEncoder().encode(JSON.stringify(value));
}

async function computeRun(
  { method, inputs, parameters, documents: names }: WholeUnit & { readonly kind: 'run' },
  engine: EngineFile,
  openDocument: OpenDocument,
): Promise<object> {
  const opened = (await openRunningEngine(engine))!;
  try {
    const documents: InputDocument[] = [];
    for (const name of names) documents.push(await opened.readDocument(name, (await openDocument(name))!));
    const solution = await opened.solveRun(method, inputs, parameters, { documents });
    const given = { documents, ...(solution === null ? {} : { solution }) };
    const result = opened.prepareRun(method, inputs, parameters, given).finish();
    const run = opened.describeRun(
      method,
      parameters as Parameters<typeof opened.describeRun>[1],
      result,
      engine.digest,
    );
    return { entries: entriesOfRun(result, run), warnings: result.warnings };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'EngineError') throw error;
    const { code, message } = error as Error & { readonly code: string };
    return { error: { code, message } };
  }
}

async function reperformResult(
  { id, proof }: WholeUnit & { readonly kind: 'reperform' },
  { digest, bytes }: EngineFile,
  openDocument: OpenDocument,
): Promise<object> {
  const { finding } = await reperform(
    { bundle: parseBundle(proof), engines: [digest] },
    { openEngine: openEngines(() => Promise.resolve(bytes)), openDocument },
  );
  const { result, code, basis } = finding;
  return { record: id, finding: { result, code, basis } };
}
