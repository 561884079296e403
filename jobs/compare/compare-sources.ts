import type { RecordView } from '../../client/generated/openapi.ts';

type Source = Pick<RecordView, 'id' | 'record'>;

/** The sources of two records in one stream: those of the first that are not of the second, and the other way round. */
export interface SourceChange<Item> {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

/** Groups the sources that only one of two records has by their streams, in the order in which they are named. */
export function compareSources<Item extends Source>(
  before: readonly Item[],
  after: readonly Item[],
): SourceChange<Item>[] {
  const changes = new Map<string, { before: Item[]; after: Item[] }>();
  const add = (side: 'before' | 'after', items: readonly Item[], others: readonly Item[]): void => {
    for (const item of items) {
      if (others.some(({ id }) => id === item.id)) continue;
      const { party, kind, subject } = item.record;
      const stream = `${party} ${kind} ${subject}`;
      const change = changes.get(stream) ?? { before: [], after: [] };
      change[side].push(item);
      changes.set(stream, change);
    }
  };
  add('before', before, after);
  add('after', after, before);
  return [...changes.values()];
}
