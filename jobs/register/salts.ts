import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import { type Hex, ZERO_HASH, formatHex } from '../../core/encoding/hex.ts';
import { BadInput, showValue } from '../../core/errors.ts';
import { type Entry, deriveSalt, parseEntry, type UnsaltedEntry } from '../../core/records/entry.ts';

/** How entries get their salts (§4): derived from one secret of the record, random, or none in a public record. */
export const SALT_MODES = ['derived', 'random', 'none'] as const;
/** One of the ways to salt entries. */
export type SaltMode = (typeof SALT_MODES)[number];

/** Entries with their salts, and the secret if the salts are derived from it. */
export interface SaltedEntries {
  readonly entries: readonly Entry[];
  readonly secret: Hex | null;
}

/**
 * Returns entries with salts. `random` returns 32 secret random bytes; if not given, they come from the machine's generator. An entry that
 * has a salt keeps it.
 * @throws BadInput
 */
export function saltEntries(
  unsalted: readonly (UnsaltedEntry & { readonly salt?: Hex | undefined })[],
  mode: SaltMode,
  random: () => Uint8Array = readRandom,
): SaltedEntries {
  if (!SALT_MODES.includes(mode))
    throw new BadInput(
      'wrong-type',
      `expected the salt mode to be one of ${SALT_MODES.join(', ')}, got ${showValue(mode)}`,
      mode,
    );
  const secret = mode === 'derived' ? formatHex(random()) : null;
  const saltOf = (key: string): Hex => {
    if (secret !== null) return deriveSalt(secret, key);
    return mode === 'random' ? formatHex(random()) : ZERO_HASH;
  };
  const entries = unsalted.map((entry) => parseNamed({ ...entry, salt: entry.salt ?? saltOf(entry.key) }));
  return { entries, secret };
}

function readRandom(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(HASH_BYTES));
}

/** Errors name the entry by its key. */
function parseNamed(entry: Entry): Entry {
  try {
    return parseEntry(entry);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.code, `entry ${entry.key}: ${error.message}`, error.value, error.path, error);
  }
}
