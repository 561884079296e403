import type { IdentifierEvent, WindowEvent } from '../../core/parties/registry-event.ts';
import { toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** The place of an event on the chain. Its block must be stored first. */
interface EventPlace {
  readonly block: number;
  readonly logIndex: number;
}

/** Stores an identifier. */
export async function insertIdentifier(
  client: Queryable,
  event: IdentifierEvent,
  place: EventPlace,
): Promise<void> {
  await client.query(
    'insert into identifiers (identifier, party, is_first, block_number, log_index) values ($1, $2, $3, $4, $5)',
    [event.identifier, toBytea(event.party), event.isFirst, place.block, place.logIndex],
  );
}

/** Stores that a window was opened or closed. */
export async function insertWindowEvent(
  client: Queryable,
  event: WindowEvent,
  place: EventPlace,
): Promise<void> {
  const [table, column] =
    event.type === 'opening' ? ['window_openings', 'valid_from'] : ['window_closings', 'valid_until'];
  const key = event.key === null ? null : toBytea(event.key);
  await client.query(
    `insert into ${table} (party, role, key, index, ${column}, block_number, log_index) values ($1, $2, $3, $4, $5, $6, $7)`,
    [toBytea(event.party), event.role, key, event.index, event.time, place.block, place.logIndex],
  );
}
