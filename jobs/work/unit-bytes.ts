import type { Hex } from '../../core/encoding/hex.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { openEngines } from '../engines/engine-files.ts';
import { type EngineRun, openRunningEngine } from '../engines/method-engine.ts';
import { entriesOfRun } from '../engines/result-entries.ts';
import { reperform } from '../reperform/reperform.ts';

/** A unit with all that it is computed from, as another thread can receive it. */
export type WholeUnit =
  | {
      readonly kind: 'run';
      readonly method: string;
      readonly inputs: readonly InputRecord[];
      readonly parameters: unknown;
    }
  /** A registered result, in the proof file with which it can be computed again. */
  | { readonly kind: 'reperform'; readonly id: Hex; readonly proof: Uint8Array };

type EngineFile = EngineRun['engine'];

/**
 * Computes a unit whole. A run gives its entries, or the error with which the engine refuses it: that is its result too, and the same
 * everywhere. A re-performance gives its finding.
 */
export async function computeWhole(unit: WholeUnit, engine: EngineFile): Promise<Uint8Array> {
  const value = unit.kind === 'run' ? await computeRun(unit, engine) : await reperformResult(unit, engine);
  return new TextEncoder().encode(JSON.stringify(value));
}

async function computeRun(
  { method, inputs, parameters }: WholeUnit & { readonly kind: 'run' },
  engine: EngineFile,
): Promise<object> {
  const opened = (await openRunningEngine(engine))!;
  try {
    const result = opened.prepareRun(method, inputs, parameters).finish();
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
): Promise<object> {
  const { finding } = await reperform(
    { bundle: parseBundle(proof), engines: [digest] },
    { openEngine: openEngines(() => Promise.resolve(bytes)) },
  );
  const { result, code, basis } = finding;
  return { record: id, finding: { result, code, basis } };
}
