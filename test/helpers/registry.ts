import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { Pool } from 'pg';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { type Hex, formatHex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { keccakText } from '../../core/hashing/keccak.ts';
import { ROLES, type Role, type RoleName } from '../../core/records/kind.ts';
import { addressOfPoint } from '../../core/hashing/signature.ts';
import { toBytea } from '../../db/rows/bytea.ts';

/** The ledger for which tests without a chain sign. */
export const TEST_DOMAIN: Domain = { chainId: 31337, ledger: '0x5FbDB2315678afecb367f032d93F642f64180aa3' };
const REGISTRY = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512';

/** A key pair for tests. */
export interface TestKey {
  readonly privateKey: Uint8Array;
  /** In EIP-55 form. */
  readonly address: string;
}

/** A registered party with its first key. */
export interface TestParty {
  readonly identifier: string;
  readonly party: Hex;
  readonly key: TestKey;
}

/** Returns a key pair for a name, always the same. */
export function makeKey(name: string): TestKey {
  const privateKey = keccakText(`key of ${name}`);
  return { privateKey, address: addressOfPoint(secp256k1.getPublicKey(privateKey, false)) };
}

/** Stores the chain's state as the indexer would. The newest block is final. */
export async function seedChain(pool: Pool, finalTime: number): Promise<void> {
  await pool.query(
    `insert into chain_state
       (chain_id, ledger, registry, start_block, max_delay, head_number, head_time, final_number, final_hash, final_time)
     values ($1, $2, $3, 0, 21600, 0, $4, 0, $5, $4)`,
    [
      TEST_DOMAIN.chainId,
      toBytea(TEST_DOMAIN.ledger),
      toBytea(REGISTRY),
      finalTime,
      toBytea(formatHex(keccakText('final'))),
    ],
  );
}

/** Moves the chain to a newer block that is final. */
export async function moveFinal(pool: Pool, finalTime: number): Promise<void> {
  await pool.query(
    `update chain_state set head_time = $1, final_time = $1,
       head_number = (select coalesce(max(number), 0) from blocks), final_number = (select coalesce(max(number), 0) from blocks)`,
    [finalTime],
  );
}

/** Adds a block with an event and returns its number. */
async function addBlock(pool: Pool, time: number): Promise<number> {
  const { rows } = await pool.query<{ number: number }>(
    `insert into blocks (number, hash, parent, time, logs)
     select n, sha256(n::text::bytea), sha256((n - 1)::text::bytea), $1, '{0}'
     from (select coalesce(max(number), 0) + 1 as n from blocks) next returning number`,
    [time],
  );
  return rows[0]!.number;
}

/** How a party is registered. */
export interface PartySeed {
  readonly identifier: string;
  readonly roles: readonly RoleName[];
  /** Block time from which roles and key are valid. */
  readonly from: number;
}

/** Stores a party with roles and a first key as the indexer would. */
export async function seedParty(pool: Pool, { identifier, roles, from }: PartySeed): Promise<TestParty> {
  const party = { identifier, party: hashParty(identifier), key: makeKey(identifier) };
  const block = await addBlock(pool, from);
  await pool.query(
    'insert into identifiers (identifier, party, is_first, block_number, log_index) values ($1, $2, true, $3, 0)',
    [identifier, toBytea(party.party), block],
  );
  for (const role of roles) await openWindow(pool, { party: party.party, role: ROLES[role] }, from);
  await openWindow(pool, { party: party.party, key: party.key.address }, from);
  return party;
}

/** A role or a key of a party. */
export type WindowName = { readonly party: Hex } & ({ readonly role: Role } | { readonly key: string });

function columnsOf(name: WindowName): [Buffer, Role | null, Buffer | null] {
  return [toBytea(name.party), 'role' in name ? name.role : null, 'key' in name ? toBytea(name.key) : null];
}

/** Opens a window from a time on, in a new block. */
export async function openWindow(pool: Pool, name: WindowName, from: number): Promise<void> {
  await pool.query(
    `insert into window_openings (party, role, key, index, valid_from, block_number, log_index)
     select $1, $2, $3, count(*), $4, $5, 0 from window_openings
     where party = $1 and role is not distinct from $2 and key is not distinct from $3`,
    [...columnsOf(name), from, await addBlock(pool, from)],
  );
}

/** Closes the last window of a role or key at a time, in a new block that is not final yet. */
export async function closeWindow(pool: Pool, name: WindowName, until: number): Promise<void> {
  await pool.query(
    `insert into window_closings (party, role, key, index, valid_until, block_number, log_index)
     select party, role, key, max(index), $4, $5, 0 from window_openings
     where party = $1 and role is not distinct from $2 and key is not distinct from $3 group by party, role, key`,
    [...columnsOf(name), until, await addBlock(pool, until)],
  );
}

/** Stores the anchoring of a batch as the indexer would. */
export async function anchorBatch(pool: Pool, header: BatchHeader, anchoredAt: number): Promise<void> {
  const id = hashHeader(header);
  await pool.query(
    `insert into anchors (number, header, records, record_count, heads, sealed_at, anchored_at, transaction, block_number, log_index)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)`,
    [
      header.number,
      toBytea(id),
      toBytea(header.records),
      header.recordCount,
      toBytea(header.heads),
      header.sealedAt,
      anchoredAt,
      toBytea(formatHex(keccakText(id))),
      await addBlock(pool, anchoredAt),
    ],
  );
}
