import type { BatchView } from '../db/batch-views.ts';
import type { RecordView } from '../db/record-views.ts';

/** A batch that a block holds. */
export interface AnchoredBatch extends BatchView {
  readonly anchor: NonNullable<BatchView['anchor']>;
}

/** A record in a batch that a block holds. */
export interface AnchoredRecord extends RecordView {
  readonly batch: AnchoredBatch;
  readonly leafIndex: number;
}

/** Tells whether a block that was seen holds the batch of a record. */
export function isAnchored(view: RecordView): view is AnchoredRecord {
  return view.batch?.anchor != null && view.leafIndex !== null;
}
