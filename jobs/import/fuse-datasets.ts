import type { DatasetEntry } from '../../engine/datasets/validate.ts';
import { fuseDatasets, type Fusion } from '../../engine/datasets/fuse.ts';

/** A dataset that is fused with others: by the id of its record, or the hash of its file. */
export interface FusedInput {
  readonly record: string;
  readonly entries: readonly DatasetEntry[];
}

/** What became of datasets: one version of all, and what they disagreed about; or why not. */
export type FusionOutcome =
  | ({ readonly is: 'fused' } & Pick<Fusion, 'entries' | 'conflicts'>)
  /** The same dataset was given twice. */
  | { readonly is: 'twice'; readonly record: string }
  /** Providers disagree about these keys, and none of them is preferred. */
  | { readonly is: 'tied'; readonly keys: readonly string[] };

/** Fuses datasets, whose providers their entries `source` name; `preferred` ranks providers, the best one first. */
export function fuseInputs(inputs: readonly FusedInput[], preferred: readonly string[]): FusionOutcome {
  const twice = inputs.find(({ record }, at) => inputs.findIndex((other) => other.record === record) < at);
  if (twice !== undefined) return { is: 'twice', record: twice.record };
  const named = inputs.map((input) => ({ ...input, provider: providerOf(input) }));
  const { entries, conflicts, ties } = fuseDatasets(named, preferred);
  return ties.length > 0
    ? { is: 'tied', keys: ties.map(({ key }) => key) }
    : { is: 'fused', entries, conflicts };
}

function providerOf({ entries }: FusedInput): string {
  const source = entries.find(({ detail }) => detail?.['row'] === 'source');
  const provider = source?.detail?.['provider'];
  return typeof provider === 'string' ? provider : '';
}
