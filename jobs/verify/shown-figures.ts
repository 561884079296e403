import type { Bundle, BundleRecord } from '../../core/proofs/bundle.ts';
import { KINDS } from '../../core/records/kind.ts';

/** Tells whether a file shows what it is about: figures of its result or disclosure, or else any figures. */
export function showsFigures({ records }: Bundle): boolean {
  const [subject] = records as [BundleRecord];
  const { kind } = subject.record;
  const own = kind === KINDS.result || kind === KINDS.disclosure ? [subject] : records;
  return own.some(({ entries }) => entries.shown.some(({ unit }) => unit !== ''));
}
