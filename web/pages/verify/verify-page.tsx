import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { queryForPolicy } from '../../../client/policies/policy-evidence.ts';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { Unread } from '../../components/states.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useSession } from '../../session/session.tsx';
import type { ChosenPolicy } from '../../verification/policy/chosen-policy.ts';
import { Verifier } from '../../verification/verifier/verifier.tsx';
import type { VerifierTools } from '../../verification/verifier/use-verifications.ts';
import { KeepFile } from './keep-file.tsx';
import { openPortalWorker } from '../../work/portal-worker.ts';
import { OpenRecord } from './open-record.tsx';
import { serverWordQuery, type ServerWord } from '../../work/server-word.ts';
import { useVerifyTexts } from './verify-texts.ts';
import { fetchProofFile } from '../../data/fetch-proof-file.ts';

/** Verifies proof files in the browser, against the chain that the user names. */
export function VerifyPage() {
  const texts = useVerifyTexts();
  const query = useQuery(serverWordQuery);
  return (
    <div className="stack">
      <PageHeading title={texts.title} lead={texts.lead} />
      {query.data === undefined ? <Unread query={query} /> : <PortalVerifier word={query.data} />}
      <KeepFile />
    </div>
  );
}

function PortalVerifier({ word }: { word: ServerWord }) {
  const { record, policy } = useSearch({ from: '/verify' });
  // Who is signed in sees the private figures of a record that they may read.
  const token = useSession().session?.token;
  const tools = useMemo<VerifierTools>(
    () => ({
      openWorker: openPortalWorker,
      engines: word.sources,
      fetchCopy: async (id) => (isHex(id, 32) ? fetchFile(id, null, token) : null),
      fetchFresh: async (id, chosen) => fetchFile(id as Hex, chosen, token),
    }),
    [word, token],
  );
  return (
    <Verifier
      tools={tools}
      engines={word.engines}
      suggested={word.suggested}
      isPolicyOpen={policy === 'open'}
      linkOf={(id) => `${location.origin}/verify?record=${id}`}
      others={({ add, chosen }) => (
        <OpenRecord given={record} onOpen={async (id) => add([await fetchFile(id, chosen, token)])} />
      )}
    />
  );
}

/** Returns the proof file of a record with the evidence that the policy needs. @throws ApiError */
function fetchFile(id: Hex, chosen: ChosenPolicy | null, token: string | undefined): Promise<File> {
  return fetchProofFile(id, chosen === null ? {} : queryForPolicy(chosen.policy), token);
}
