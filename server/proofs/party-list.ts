import type { Bundle, BundleHead } from '../../core/proofs/bundle.ts';
import { BadInput, Invariant } from '../../core/errors.ts';
import { bytesOf, type Hex } from '../../core/encoding/hex.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import { readNodes } from '../../db/batches/map-nodes.ts';
import { readNamedHeads } from '../../db/batches/heads.ts';
import type { Queryable } from '../../db/pool.ts';

/** The most streams of a party that a proof file lists: with the longest subjects they take about half of its 16 MiB. */
const MOST_STREAMS = 1 << 15;

/**
 * Lists all streams of the party of a proven head, as of the same batch (§7, §11 `completeness`). It walks down the party's map, so it reads
 * what the party had then, however much came later. Null if the party had no heads.
 * @throws BadInput `bundle-limit`
 */
export async function listParty(
  client: Queryable,
  { header, anchor, next, party, holder, holderSiblings }: BundleHead,
): Promise<Bundle['parties'][number] | null> {
  if (holder === null) return null;
  const streams = await collectStreams(client, holder.streams);
  const heads = await readNamedHeads(client, streams, header.number);
  if (heads.length !== streams.length / HASH_BYTES)
    throw new Invariant(
      `the party ${party} has ${streams.length / HASH_BYTES} heads, but not all their rows`,
    );
  return { header, anchor, next, party, holderSiblings, heads };
}

/** Returns the keys of all items under a root, joined. Each node of a level leads to at least one item, so a level shows early if there are too many. */
async function collectStreams(client: Queryable, root: Hex): Promise<Uint8Array> {
  const found: Uint8Array[] = [];
  let level = [bytesOf(root)];
  while (level.length > 0) {
    if (found.length + level.length > MOST_STREAMS) throw tooMany(found.length + level.length);
    const { items, a, b } = await readNodes(client, Buffer.concat(level));
    const next: Uint8Array[] = [];
    items.forEach((isItem, at) => {
      const [left, right] = [a, b].map((hashes) => hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
      if (isItem === 1) found.push(left!);
      else next.push(...[left!, right!].filter((hash) => hash.some((byte) => byte !== 0)));
    });
    level = next;
  }
  return Buffer.concat(found);
}

function tooMany(atLeast: number): BadInput {
  return new BadInput(
    'bundle-limit',
    `the party has at least ${atLeast} streams, expected at most ${MOST_STREAMS} in a proof file: request it without the list of its streams`,
    atLeast,
    'complete',
  );
}
