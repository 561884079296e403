import type { Pool, PoolClient } from 'pg';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import { concatBytes, formatHex } from '../../core/encoding/hex.ts';
import { hashAt } from '../../core/hashing/hash-order.ts';
import { hashHeadBytes, hashHolderBytes } from '../../core/batches/head.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { buildTree } from '../../core/merkle/tree.ts';
import { insertBatch } from '../../db/batches/batches.ts';
import { toBytea } from '../../db/rows/bytea.ts';
import { insertHeads, insertHolders } from '../../db/batches/heads.ts';
import { insertNodes } from '../../db/batches/map-nodes.ts';
import { withTransaction } from '../../db/pool.ts';
import { anchorBatch, makeKey, moveFinal, seedChain } from '../../test/helpers/registry.ts';
import { makeHashes } from './bare-hash.ts';

/** Time of the final block at which the second batch is sealed, in Unix seconds. */
export const FINAL_TIME = 1_750_000_100;

const SIGNER = makeKey('signer').address;

/** The size of the ledger into which a batch is sealed. */
export interface LedgerSize {
  readonly parties: number;
  readonly streams: number;
  /** Waiting records, each the second version in a different stream. */
  readonly waiting: number;
}

/**
 * Fills an empty database with a ledger: one anchored batch with the first record of every stream, and waiting records. Core builds
 * the maps, and the ledger's own statements store them before the table has its index. SQL makes everything else.
 */
export async function fillLedger(pool: Pool, size: LedgerSize): Promise<void> {
  await seedChain(pool, FINAL_TIME - 100);
  const header = await withTransaction(pool, (client) => storeFirstBatch(client, size));
  await anchorBatch(pool, header, FINAL_TIME - 50);
  await moveFinal(pool, FINAL_TIME);
  await withTransaction(pool, (client) => storeWaiting(client, size));
  await pool.query('vacuum analyze');
}

async function storeFirstBatch(client: PoolClient, size: LedgerSize): Promise<BatchHeader> {
  const parties = makeHashes(size.parties, 1e9);
  await registerParties(client, parties);
  const each = size.streams / size.parties;
  await client.query('alter table map_nodes drop constraint map_nodes_pkey');
  const roots: Uint8Array[] = [];
  for (let party = 0; party < size.parties; party++) {
    const streams = makeHashes(each, party * each);
    const map = SparseMerkleMap.open(ZERO_HASH);
    const nodes = map.insertItems({
      keys: streams,
      leaves: hashAll(each, (i) => hashHeadBytes(hashAt(streams, i), 1, hashAt(streams, i))),
    });
    roots.push(map.rootBytes);
    await insertNodes(client, map, nodes);
    const sequences = Array.from({ length: each }, () => 1);
    // The id of a first record is that of its stream, which is enough for this benchmark.
    await insertHeads(client, 1, { streams, sequences, records: streams });
    await storeStreams(client, hashAt(parties, party), streams, party * each);
  }
  const holders = { parties, streams: concatBytes(...roots) };
  const leaves = hashAll(size.parties, (i) =>
    hashHolderBytes(hashAt(parties, i), hashAt(holders.streams, i)),
  );
  const map = SparseMerkleMap.open(ZERO_HASH);
  await insertNodes(client, map, map.insertItems({ keys: parties, leaves }));
  await client.query('alter table map_nodes add primary key (hash)');
  await insertHolders(client, 1, holders);
  const tree = buildTree(makeHashes(1));
  const header = {
    number: 1,
    previous: ZERO_HASH,
    records: formatHex(tree.levels.at(-1)!),
    recordCount: size.streams,
    heads: map.root,
    sealedAt: FINAL_TIME - 101,
  };
  await insertBatch(client, hashHeader(header), header, tree);
  return header;
}

function hashAll(count: number, hash: (index: number) => Uint8Array): Uint8Array {
  const joined = new Uint8Array(count * 32);
  for (let index = 0; index < count; index++) joined.set(hash(index), index * 32);
  return joined;
}

/** Registers parties that have one key each and may write datasets. */
async function registerParties(client: PoolClient, parties: Uint8Array): Promise<void> {
  await client.query(
    `with block as (
       insert into blocks (number, hash, parent, time, logs) values (1, sha256('1'), sha256('0'), 1000, '{0}') returning number)
     insert into window_openings (party, role, key, index, valid_from, block_number, log_index)
     select substring($1::bytea from i * 32 + 1 for 32), w.role, w.key, 0, 1000, block.number, 0
     from block, generate_series(0, $2 - 1) i, (values (2::smallint, null::bytea), (null, $3::bytea)) w(role, key)`,
    [parties, parties.length / 32, toBytea(SIGNER)],
  );
}

async function storeStreams(
  client: PoolClient,
  party: Uint8Array,
  streams: Uint8Array,
  from: number,
): Promise<void> {
  await client.query(
    `with made as (
       insert into streams (stream, party, kind, subject, sequence, record)
       select substring($2::bytea from i * 32 + 1 for 32), $1, 1, 'inventory/' || ($4 + i), 1, substring($2::bytea from i * 32 + 1 for 32)
       from generate_series(0, $3 - 1) i returning stream, subject)
     insert into sealed_records (record, batch, leaf_index) select stream, 1, substring(subject from 11)::bigint from made`,
    [party, streams, streams.length / 32, from],
  );
}

/** Stores waiting records as intake does: their streams are not in order, and statements have some hundred bytes. */
async function storeWaiting(client: PoolClient, { streams, waiting }: LedgerSize): Promise<void> {
  await client.query(
    `with chosen as (
       select stream, party, kind, subject, record, sha256(stream) as id from streams
       where substring(subject from 11)::bigint % $1 = 0 order by sha256(stream)),
     stored as (
       insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement,
         signature, signer, accepted_at, anchor_by, receipt_signature)
       select id, party, kind, subject, stream, 2, record, sha256(id), '{}', sha256(id),
         '{"title":"' || repeat(encode(id, 'hex'), 4) || '"}', id || sha256(id) || '\\x1b', $2, $3::bigint, $3::bigint + 86400, id || sha256(id) || '\\x1b'
       from chosen returning arrival, id, accepted_at, stream),
     queued as (insert into waiting_records (arrival, record, accepted_at) select arrival, id, accepted_at from stored)
     update streams s set sequence = 2, record = stored.id from stored where s.stream = stored.stream`,
    [streams / waiting, toBytea(SIGNER), FINAL_TIME - 50],
  );
}
