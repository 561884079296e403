import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '../../../client/http/api-error.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { PicturedFigure } from '../../../pictures/drawing/picture.ts';
import { ledger } from '../../data/ledger.ts';

/** The entries of a record that have a value; null where the reader may not read them. */
export const figuresQuery = (id: Hex) =>
  queryOptions({
    queryKey: ['figures', id],
    queryFn: async (): Promise<PicturedFigure[] | null> => {
      try {
        const { entries } = await ledger.readRecordEntries({ id });
        return entries.flatMap(({ salt: _salt, value, ...entry }) =>
          value === null ? [] : [{ ...entry, value }],
        );
      } catch (error) {
        if (error instanceof ApiError && (error.status === 403 || error.status === 401)) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
