import { useQuery } from '@tanstack/react-query';
import type { Entries } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { PicturedResult } from '../../../pictures/kinds/source.ts';
import { useLedger } from '../../session/session.tsx';
import { isPrivate } from '../../data/is-private.ts';

/** The entries of a record that have a value, and its run, as far as they are known. */
export interface Figures {
  /** Undefined until they are read. */
  readonly result: PicturedResult | undefined;
  /** Whether they are private to this reader. */
  readonly isPrivate: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Reads the entries of a record that have a value, and its run, with what the session may read; of no record where `id` is null. */
export function useFigures(id: Hex | null): Figures {
  const { ledger, key } = useLedger();
  const { data, error, refetch } = useQuery({
    queryKey: [...key, 'entries', id],
    queryFn: () => ledger.readRecordEntries({ id: id! }),
    select: resultOf,
    enabled: id !== null,
    staleTime: Infinity,
  });
  return { result: data, isPrivate: isPrivate(error), error, retry: () => void refetch() };
}

function resultOf({ record, entries }: Entries): PicturedResult {
  return {
    record,
    run: entries.find(({ key }) => key === 'run')?.detail ?? null,
    figures: entries.flatMap(({ key, value, unit, from, until, detail }) =>
      value === null ? [] : [{ key, value, unit, from, until, detail }],
    ),
  };
}
