import type { RecordSummary } from '../../client/generated/openapi.ts';

/** An answer, and the version that it is about. */
interface AnswerTo<Item> {
  readonly item: Item;
  readonly version: number;
}

/**
 * Returns the newest answer of each party and kind, from the answers to the versions of a stream, given by version. An answer to a later
 * version comes before those to earlier ones, which it closes. Rejected records answer nothing.
 */
export function pickNewestAnswers<Item extends Pick<RecordSummary, 'record' | 'state'>>(
  byVersion: ReadonlyMap<number, readonly Item[]>,
): readonly AnswerTo<Item>[] {
  const newest = new Map<string, AnswerTo<Item>>();
  for (const [version, items] of byVersion)
    for (const item of items) {
      const { party, kind, sequence } = item.record;
      const known = newest.get(`${party} ${kind}`);
      const isNewer =
        known === undefined ||
        version > known.version ||
        (version === known.version && sequence > known.item.record.sequence);
      if (item.state !== 'rejected' && isNewer) newest.set(`${party} ${kind}`, { item, version });
    }
  return [...newest.values()];
}
