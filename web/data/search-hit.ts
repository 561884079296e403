import type {
  Batch,
  Party,
  RecordSummary,
  SearchResult,
  StreamSummary,
} from '../../client/generated/openapi.ts';

/** Something that a search found, and by which of its names. */
export type Hit =
  | { readonly type: 'party'; readonly by: 'identifier' | 'id' | 'key'; readonly party: Party }
  | { readonly type: 'stream'; readonly by: 'subject' | 'id'; readonly stream: StreamSummary }
  | { readonly type: 'record'; readonly by: 'id'; readonly record: RecordSummary }
  | { readonly type: 'batch'; readonly by: 'number' | 'id' | 'transaction'; readonly batch: Batch };

/** Returns the hits of a search, with their types. */
export function hitsOf(result: SearchResult): readonly Hit[] {
  return result.hits as unknown as readonly Hit[];
}

/** Returns a text that tells a hit from all others. */
export function keyOfHit(hit: Hit): string {
  switch (hit.type) {
    case 'party':
      return `party ${hit.party.party}`;
    case 'stream':
      return `stream ${hit.stream.stream}`;
    case 'record':
      return `record ${hit.record.id}`;
    case 'batch':
      return `batch ${hit.batch.number}`;
  }
}

/** The only thing that a search found, or the only one whose name is the whole text; null if there are none or several. */
export function onlyHit(result: SearchResult): Hit | null {
  const hits = hitsOf(result);
  if (hits.length === 1 && result.more.length === 0) return hits[0]!;
  const exact = hits.filter((hit) => namesOf(hit).some((name) => name.toLowerCase() === result.text));
  return new Set(exact.map(keyOfHit)).size === 1 ? exact[0]! : null;
}

function namesOf(hit: Hit): readonly string[] {
  switch (hit.type) {
    case 'party':
      return [hit.party.party, ...hit.party.identifiers];
    case 'stream':
      return [hit.stream.stream, hit.stream.subject];
    case 'record':
      return [hit.record.id];
    case 'batch':
      return [String(hit.batch.number), hit.batch.id, hit.batch.anchor?.transaction ?? ''];
  }
}
