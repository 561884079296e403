import type { BatchView } from '../../db/batches/batch-views.ts';
import type { ProvenRecord } from '../../db/records/proofs.ts';

/** A batch that a block holds. */
export interface AnchoredBatch extends BatchView {
  readonly anchor: NonNullable<BatchView['anchor']>;
}

/** A record in a batch that a block holds. */
export interface AnchoredRecord extends ProvenRecord {
  readonly batch: AnchoredBatch;
  readonly leafIndex: number;
}

/** Tells whether a block that was seen holds the batch of a record. */
export function isAnchored<View extends ProvenRecord>(view: View): view is View & AnchoredRecord {
  return view.batch?.anchor != null && view.leafIndex !== null;
}
