import type { Entry } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { readDerivation } from '../../core/records/derivation.ts';

/** Returns the keys of the figures of a result that disclosures have shown. */
export function keysShown(
  shown: readonly { readonly entries: readonly Entry[] }[],
  result: Hex,
): ReadonlySet<string> {
  const keys = shown.flatMap(({ entries }) =>
    entries.flatMap(({ detail }) => {
      const { result: of, key } = readDerivation(detail)?.members ?? {};
      return of === result && typeof key === 'string' ? [key] : [];
    }),
  );
  return new Set(keys);
}
