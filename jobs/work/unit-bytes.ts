import type { Hex } from '../../core/encoding/hex.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import { openEngines } from '../engines/engine-files.ts';
import type { EngineRun } from '../engines/method-engine.ts';
import { entriesOfRun } from '../engines/result-entries.ts';
import { reperform } from '../reperform/reperform.ts';
import { openRun, type TaskRun } from './open-run.ts';
import { encodeSolution } from './solution-bytes.ts';

/** A unit with its rows, as another thread can receive it. Documents that rows name are opened there. */
export type WholeUnit =
  | (TaskRun & { readonly kind: 'run' | 'solution' })
  /** A registered result, in the proof file with which it can be computed again. */
  | { readonly kind: 'reperform'; readonly id: Hex; readonly proof: Uint8Array };

type EngineFile = EngineRun['engine'];

/**
 * Computes a unit whole. A run gives its entries, or the error with which the engine refuses it: that is its result too, and the same
 * everywhere. A re-performance gives its finding, and a solution is a document. @throws EngineError where equations cannot be solved
 */
export async function computeWhole(
  unit: WholeUnit,
  engine: EngineFile,
  openDocument: OpenDocument,
): Promise<Uint8Array> {
  if (unit.kind === 'solution')
    return encodeSolution(await (await openRun(unit, engine, openDocument)).solve());
  const compute =
    unit.kind === 'reperform'
      ? reperformResult(unit, engine, openDocument)
      : computeRun(unit, engine, openDocument);
  return new TextEncoder().encode(JSON.stringify(await compute));
}

async function computeRun(run: TaskRun, file: EngineFile, openDocument: OpenDocument): Promise<object> {
  try {
    const { engine, prepare } = await openRun(run, file, openDocument);
    const result = (await prepare()).finish();
    const parameters = run.parameters as Parameters<typeof engine.describeRun>[1];
    const described = engine.describeRun(run.method, parameters, result, file.digest);
    return { entries: entriesOfRun(result, described), warnings: result.warnings };
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
