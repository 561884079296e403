import { MAX_BUNDLE_EVIDENCE, type Bundle } from '../../core/proofs/bundle.ts';
import { BadInput, Invariant } from '../../core/errors.ts';
import { BUNDLE_JSON } from '../../core/encoding/json.ts';
import { hashStream } from '../../core/records/record.ts';
import { readHeadAt } from '../../db/batches/heads.ts';
import type { Queryable } from '../../db/pool.ts';
import { findLinks, type LinkView } from '../../db/records/links.ts';
import type { AnchoredBatch, AnchoredRecord } from './anchored-record.ts';

/** A version that a proof file shows only as a link between others. */
export type AnchoredLink = LinkView & { readonly batch: AnchoredBatch };

/** How many versions one statement reads. */
const CHUNK = 100;

/**
 * Returns the versions of the first member's stream from its head as of a batch down to sequence 1, without those that are members
 * (§11, `order`). How many there are is known before any is read.
 * @throws BadInput `bundle-limit` if they are more than a proof file may hold, or a verification follows
 */
export async function collectHistory(
  client: Queryable,
  members: readonly AnchoredRecord[],
  asOf: AnchoredBatch,
): Promise<AnchoredLink[]> {
  const [{ record }] = members as [AnchoredRecord];
  const stream = hashStream(record);
  const head = await readHeadAt(client, stream, asOf.number);
  if (head === null) return [];
  const known = new Set(members.map(({ id }) => id));
  // Members and links are counted together, since a verification recovers at most as many keys (§11).
  if (head.sequence + known.size > MAX_BUNDLE_EVIDENCE) throw tooMany(head.sequence);
  const links: AnchoredLink[] = [];
  let bytes = 0;
  for (let from = head.sequence; from > 0; from -= CHUNK) {
    const found = await findLinks(client, stream, from, CHUNK);
    if (found.length !== Math.min(from, CHUNK))
      throw new Invariant(`stream ${stream} lacks versions before sequence ${from}`);
    for (const link of found) {
      if (known.has(link.id)) continue;
      if (link.batch.anchor === null)
        throw new Invariant(`version ${link.id} is not anchored, but a later one is`);
      links.push(link as AnchoredLink);
      bytes += Buffer.byteLength(JSON.stringify(describeLink(link as AnchoredLink)));
    }
    if (bytes > BUNDLE_JSON.bytes) throw tooMany(head.sequence);
  }
  return links;
}

function tooMany(versions: number): BadInput {
  return new BadInput(
    'bundle-limit',
    `the stream has ${versions} versions, more than a proof file may show: request it without its history`,
    versions,
    'history',
  );
}

/** Returns a link as a proof file has it. */
export function describeLink({
  id,
  record,
  signature,
  batch,
  proof,
}: AnchoredLink): Bundle['history'][number] {
  return {
    id,
    record: { ...record, sources: [...record.sources] },
    signature,
    inclusion: { header: batch.header, proof: [...proof] },
    anchor: batch.anchor,
  };
}
