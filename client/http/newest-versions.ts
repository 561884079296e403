import type { RecordSummary } from '../generated/openapi.ts';

/** Returns only the newest version of each stream among records, in their order. Rejected records are no versions. */
export function newestVersions<Item extends Pick<RecordSummary, 'record' | 'state'>>(
  items: readonly Item[],
): Item[] {
  const newest = new Map<string, Item>();
  for (const item of items) {
    const { party, kind, subject, sequence } = item.record;
    const stream = `${party} ${kind} ${subject}`;
    const known = newest.get(stream);
    const isNewer = known === undefined || known.record.sequence < sequence;
    if (item.state !== 'rejected' && isNewer) newest.set(stream, item);
  }
  const kept = new Set(newest.values());
  return items.filter((item) => kept.has(item));
}
