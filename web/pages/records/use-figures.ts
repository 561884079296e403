import { useQuery } from '@tanstack/react-query';
import type { Entries } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { PicturedFigure } from '../../../pictures/drawing/picture.ts';
import { useLedger } from '../../session/session.tsx';
import { isPrivate } from '../../data/is-private.ts';

/** The entries of a record that have a value, as far as they are known. */
export interface Figures {
  /** Undefined until they are read. */
  readonly figures: readonly PicturedFigure[] | undefined;
  /** Whether they are private to this reader. */
  readonly isPrivate: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Reads the entries of a record that have a value, with what the session may read; of no record where `id` is null. */
export function useFigures(id: Hex | null): Figures {
  const { ledger, key } = useLedger();
  const { data, error, refetch } = useQuery({
    queryKey: [...key, 'entries', id],
    queryFn: () => ledger.readRecordEntries({ id: id! }),
    select: figuresOf,
    enabled: id !== null,
    staleTime: Infinity,
  });
  return { figures: data, isPrivate: isPrivate(error), error, retry: () => void refetch() };
}

function figuresOf({ entries }: Entries): PicturedFigure[] {
  return entries.flatMap(({ key, value, unit, from, until, detail }) =>
    value === null ? [] : [{ key, value, unit, from, until, detail }],
  );
}
