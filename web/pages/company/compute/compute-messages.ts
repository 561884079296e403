import type { ComputeRequest } from '../../../../jobs/compute/compute-figures.ts';
import type { DocumentBlob } from '../../../../jobs/documents/open-blobs.ts';

/** What the worker computes, and the documents that rows name, as far as they are here: the method may not need all. */
export interface RunRequest extends Pick<ComputeRequest, 'method' | 'inputs' | 'parameters'> {
  readonly documents: readonly DocumentBlob[];
}

/** A run that lacks factors, and who asks: others may have given access to theirs. */
export interface OffersRequest extends RunRequest {
  readonly reads: readonly string[];
  readonly token: string;
}
