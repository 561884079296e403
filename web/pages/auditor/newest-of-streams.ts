import type { RecordSummary } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';

/** Returns the newest version of each stream among records. Rejected records are no versions. */
export function newestOfStreams<Item extends Pick<RecordSummary, 'record' | 'state'>>(
  items: readonly Item[],
  nameStream: (record: Item['record']) => Hex,
): Item[] {
  const newest = new Map<Hex, Item>();
  for (const item of items) {
    const stream = nameStream(item.record);
    const known = newest.get(stream);
    const isNewer = known === undefined || known.record.sequence < item.record.sequence;
    if (item.state !== 'rejected' && isNewer) newest.set(stream, item);
  }
  const kept = new Set(newest.values());
  return items.filter((item) => kept.has(item));
}
