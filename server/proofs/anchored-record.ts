import type { BatchView } from '../../db/batches/batch-views.ts';
import type { ProvenRecord } from '../../db/records/proofs.ts';

/** A batch that is on the chain. */
export interface AnchoredBatch extends BatchView {
  readonly anchor: NonNullable<BatchView['anchor']>;
}

/** A record in a batch that is on the chain. */
export interface AnchoredRecord extends ProvenRecord {
  readonly batch: AnchoredBatch;
  readonly leafIndex: number;
}

/** Tells whether the batch of a record is on the chain, as read by the indexer. */
export function isAnchored<View extends ProvenRecord>(view: View): view is View & AnchoredRecord {
  return view.batch?.anchor != null && view.leafIndex !== null;
}
