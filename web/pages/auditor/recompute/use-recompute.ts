import { skipToken, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { listOfRuns } from '../../../../jobs/documents/named-documents.ts';
import { type Documents, useDocuments } from '../../../documents/use-documents.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import type { EngineSource } from '../../../../jobs/engines/engine-sources.ts';
import { type Material, readMaterial } from './material.ts';
import { findOpened } from './opened-files.ts';
import type { RecomputeProgress } from './recomputation.ts';
import { recomputeInWorker } from './run-recompute.ts';

/** Reads what an opinion on a record is formed from: of a file that was opened, else of the ledger. */
export function useMaterial(session: PartySession, id: Hex) {
  return useQuery({
    queryKey: [PRIVATE, 'material', session.address, id, findOpened(id) !== null],
    queryFn: async () => findOpened(id) ?? (await readMaterial(session, id)),
    staleTime: Infinity,
    retry: false,
  });
}

/** Returns the documents that the runs in the material used. A proof file needs no server: those of one are fetched when the user asks. */
export function useMaterialDocuments(session: PartySession, material: Material | undefined): Documents {
  const names = useMemo(() => (material === undefined ? [] : listOfRuns(material.records)), [material]);
  return useDocuments(session, names, { asks: material?.isFile ?? true });
}

/** Computes the figures again as soon as the material and the list of engines are there. */
export function useRecompute(
  session: PartySession,
  id: Hex,
  {
    material,
    engines,
    documents: { here, isWaiting },
  }: {
    material: Material | undefined;
    engines: readonly EngineSource[] | undefined;
    documents: Documents;
  },
) {
  const [progress, setProgress] = useState<RecomputeProgress | null>(null);
  const query = useQuery({
    queryKey: [
      PRIVATE,
      'recomputed',
      session.address,
      id,
      material?.isFile,
      here.map(({ sha256 }) => sha256),
    ],
    queryFn:
      material === undefined || engines === undefined || isWaiting
        ? skipToken
        : ({ signal }) =>
            recomputeInWorker(material, { engines, documents: here }, { signal, onProgress: setProgress }),
    staleTime: Infinity,
    retry: false,
  });
  return { ...query, progress, isWaiting };
}
