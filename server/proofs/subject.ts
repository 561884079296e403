import { Invariant } from '../../core/errors.ts';
import type { SubjectView } from '../../db/records/subject-views.ts';
import { type AnchoredBatch, type AnchoredRecord, isAnchored } from './anchored-record.ts';
import { HttpError } from '../errors/errors.ts';

/** The record that a bundle is about, in a batch that a block holds, with the batch as of which the bundle speaks. */
export type AnchoredSubject = SubjectView & AnchoredRecord & { readonly asOf: AnchoredBatch };

/** Returns the subject of a bundle. @throws HttpError `not-anchored`, `record-rejected` */
export function requireAnchored(view: SubjectView): AnchoredSubject {
  const { state, rejected } = view;
  if (rejected !== null)
    throw new HttpError('record-rejected', rejected.message, { rejected: rejected.code });
  if (!isAnchored(view)) throw new HttpError('not-anchored', `the record is ${state}`, { state });
  const { asOf, batch } = view;
  if (asOf?.anchor == null) throw new Invariant(`batch ${batch.number} is anchored, and none is`);
  return { ...view, asOf: asOf as AnchoredBatch };
}

/** Tells whether the bundle of a record holds no other: it names none, and no assurance or decision names it. */
export function isAlone({ record, isNamed }: SubjectView): boolean {
  return record.sources.length === 0 && !isNamed;
}
