import { useMemo } from 'react';
import { type CataloguedMethod, takesDocuments } from '../../../../jobs/engines/methods-catalogue.ts';
import { listOfRows } from '../../../../jobs/documents/named-documents.ts';
import { type Documents, useDocuments } from '../../../documents/use-documents.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import type { ComputeState } from './compute-state.ts';
import { useInputs } from './use-inputs.ts';

/** Returns the documents that the rows of the chosen records name; none where the method takes none. */
export function useRunDocuments(
  session: PartySession,
  { sources, method }: ComputeState,
  methods: readonly CataloguedMethod[] = [],
): Documents {
  const inputs = useInputs(sources);
  const takes = methods.some((each) => each.name === method && takesDocuments(each));
  const names = useMemo(
    () => (takes && inputs !== null ? listOfRows(inputs.flatMap(({ entries }) => entries)) : []),
    [takes, inputs],
  );
  return useDocuments(session, names, { asks: false });
}
