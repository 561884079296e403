import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';

/** Returns who may read the private entries of a record of the party, with what gives access and takes it back. */
export function useGrants({ ledger, address }: PartySession, id: Hex, isNeeded = true) {
  const queries = useQueryClient();
  const queryKey = [PRIVATE, 'grants', address, id];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: () => ledger.readGrants({ id }),
    enabled: isNeeded,
  });
  const change = useMutation({
    mutationFn: async ({ give, parties }: { give: boolean; parties: readonly Hex[] }) => {
      for (const party of parties)
        queries.setQueryData(
          queryKey,
          give ? await ledger.grantReading({ id, party }) : await ledger.revokeReading({ id, party }),
        );
    },
  });
  return {
    /** Undefined while they are not read. */
    grants: data?.grants,
    error,
    refetch: () => void refetch(),
    /** Gives access to parties, one after the other. @throws ApiError */
    give: (parties: readonly Hex[]) => change.mutateAsync({ give: true, parties }),
    takeBack: (party: Hex) => change.mutate({ give: false, parties: [party] }),
    isChanging: change.isPending,
    changeError: change.error,
  };
}
