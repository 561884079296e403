import { verifyCitations } from './citations.ts';
import type { OpenDocument, OpenEngine } from './engine.ts';
import {
  countFigures,
  findObject,
  findUnfounded,
  listUnusedRows,
  requireOwn,
  type UnusedRows,
} from './figures.ts';
import type { GivenRows } from './given-rows.ts';
import { verifyReperformance } from './reperformance.ts';
import { type CheckResult, pass, runCheck } from './result.ts';
import type { Found } from './summary.ts';
import type { VerificationContext } from './verification-context.ts';

/** What results are computed again with. */
export interface Computing {
  /** Opens engines; without it no result is computed again. */
  readonly openEngine?: OpenEngine;
  /** Rows of whole records, from files beside the proof file: results are computed again from them (§11). */
  readonly rows?: readonly GivenRows[];
  /** Finds the documents that runs use, beside the proof file (§11). */
  readonly openDocument?: OpenDocument;
}

/** Finds where the figures of the subject, or of what it answers, come from; and the rows that no run names. */
export async function verifyFigures(
  context: VerificationContext,
  { openEngine, openDocument, rows = [] }: Computing,
): Promise<Pick<Found, 'origins' | 'unusedRows'> & { readonly results: CheckResult[] }> {
  const { bundle, policy, work } = context;
  const { finding, computed } = await verifyReperformance({
    bundle,
    engines: policy.engines,
    openEngine,
    ...(openDocument === undefined ? {} : { openDocument }),
    rows,
    work,
  });
  const results: CheckResult[] = [
    { check: 'reperformance', record: null, ...requireOwn(context, finding, computed) },
    ...verifyCitations(context).map((fault) => ({ ...fault, ...fault.finding })),
  ];
  const object = findObject(context);
  const origins = countFigures(context, object, computed);
  for (const unfounded of findUnfounded(context, origins))
    results.push({ check: 'reperformance', record: object.id, ...unfounded });
  let unusedRows: readonly UnusedRows[] = [];
  const looked = await runCheck(() => {
    unusedRows = listUnusedRows(context);
    return pass('the rows that no run names were looked for');
  });
  if (looked.result !== 'pass') results.push({ check: 'reperformance', record: null, ...looked });
  return { results, origins: object === bundle.records[0] ? origins : null, unusedRows };
}
