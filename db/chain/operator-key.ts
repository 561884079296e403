import { ROLES } from '../../core/records/kind.ts';
import { toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import type { ChainState } from './chain-state.ts';

/**
 * Tells whether a key (its EIP-55 address) is a valid key of a party with the role operator at a time, in unix seconds, by the blocks
 * that were read; null before any was.
 */
export async function readKeyValidity(
  client: Queryable,
  address: string,
  { headNumber }: Pick<ChainState, 'headNumber'>,
  time: number,
): Promise<boolean | null> {
  if (headNumber === null) return null;
  const { rowCount } = await client.query(
    `select from windows k join windows r on r.party = k.party
     where k.key = $1 and k.valid_from <= $3 and k.valid_until > $3
       and r.role = $2 and r.valid_from <= $3 and r.valid_until > $3 limit 1`,
    [toBytea(address), ROLES.operator, time],
  );
  return rowCount === 1;
}
