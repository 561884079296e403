import { useMemo } from 'react';
import { useSession } from '../../../session/session.tsx';
import { listKeptWork, readKeptWork } from '../../../work/kept-work.ts';
import { COMPUTATION_WORK, type ComputeState, NO_COMPUTATION } from '../../company/compute/compute-state.ts';

/** A computation that the party which is signed in has in work in this browser. */
type OwnRun = { readonly path: string; readonly title: string } & Pick<
  ComputeState,
  'method' | 'sources' | 'parameters'
>;

const NONE: readonly OwnRun[] = [];

/** Returns the computations in work in this browser: nothing of them is registered. */
export function useOwnRuns(): readonly OwnRun[] {
  const party = useSession().session?.party ?? null;
  return useMemo(
    () =>
      party === null
        ? NONE
        : listKeptWork(party)
            .filter(({ path }) => path.startsWith('/company/compute'))
            .map(({ path, title }) => {
              const { method, sources, parameters } = {
                ...NO_COMPUTATION,
                ...readKeptWork({ party, path }, COMPUTATION_WORK),
              };
              return { path, title, method, sources, parameters };
            }),
    [party],
  );
}
