import { Invariant } from '../../core/errors.ts';
import type { SubjectView } from '../../db/records/subject-views.ts';
import { type AnchoredBatch, type AnchoredRecord, isAnchored } from './anchored-record.ts';
import { HttpError } from '../errors/http-error.ts';

/** The record that a proof file is about, with the batch at which its heads are shown (`asOf`). Both batches are on the chain. */
export type AnchoredSubject = SubjectView & AnchoredRecord & { readonly asOf: AnchoredBatch };

/** Checks that a record is anchored, and returns it as the subject of a proof file. @throws HttpError `not-anchored`, `record-rejected` */
export function requireAnchored(view: SubjectView): AnchoredSubject {
  const { state, rejected } = view;
  if (rejected !== null)
    throw new HttpError('record-rejected', rejected.message, { rejected: rejected.code });
  if (!isAnchored(view))
    throw new HttpError(
      'not-anchored',
      `expected a record that is anchored or final, got one that is ${state}`,
      { state },
    );
  const { asOf, batch } = view;
  if (asOf?.anchor == null)
    throw new Invariant(`batch ${batch.number} is anchored, but no anchored batch was found`);
  return { ...view, asOf: asOf as AnchoredBatch };
}

/** Tells whether the proof file of a record has no other record: no sources, no newer version, and no assurance or decision that names it. */
export function isAlone({ id, record, isNamed, evidence }: SubjectView): boolean {
  return record.sources.length === 0 && !isNamed && (evidence.head === null || evidence.head.record === id);
}
