import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { queryForPolicy } from '../../../jobs/verify/policy-evidence.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { Unread } from '../../components/states.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useSession } from '../../session/session.tsx';
import { Verifier } from '../../verification/verifier/verifier.tsx';
import type { VerifierTools } from '../../verification/verifier/verifier-tools.ts';
import { SURROUNDINGS } from './around-verdict.tsx';
import { KeepFile } from './keep-file.tsx';
import { openPortalWorker } from '../../work/portal-worker.ts';
import { OpenRecord } from './open-record.tsx';
import { PortalHints } from './portal-hints.tsx';
import { keepOpened } from './kept-files.ts';
import { serverWordQuery, type ServerWord } from '../../work/server-word.ts';
import { useVerifyTexts } from './verify-texts.ts';
import { fetchProofFile } from '../../data/fetch-proof-file.ts';
import { openPortalApi } from '../../data/ledger.ts';
import classes from './verify.module.css';

/** Verifies proof files in the browser, against the chain that the user names. */
export function VerifyPage() {
  const texts = useVerifyTexts();
  const query = useQuery(serverWordQuery);
  return (
    <div className="stack">
      <div className={classes['heading']}>
        <PageHeading title={texts.title} lead={texts.lead} />
      </div>
      {query.data === undefined ? (
        <Unread query={query} />
      ) : (
        <PortalHints>
          <PortalVerifier word={query.data} />
        </PortalHints>
      )}
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
      follow: async (records) => {
        const { findRestated, openRestatedPorts } = await import('../../../jobs/follow/find-restated.ts');
        return findRestated(openRestatedPorts(openPortalApi(token)), records);
      },
      ledger: word.suggested?.policy ?? null,
    }),
    [word, token],
  );
  return (
    <Verifier
      tools={tools}
      engines={word.engines}
      suggested={word.suggested}
      surroundings={SURROUNDINGS}
      opened={keepOpened(token, record)}
      isPolicyOpen={policy === 'open'}
      linkOf={(id) => `${location.origin}/verify?record=${id}`}
      others={({ add, chosen }) => (
        <OpenRecord
          given={record}
          onOpen={async (id) => add([await fetchFile(id, chosen?.policy ?? null, token)])}
        />
      )}
    />
  );
}

/** Returns the proof file of a record with the evidence that the policy needs. @throws ApiError */
function fetchFile(id: Hex, policy: Policy | null, token: string | undefined): Promise<File> {
  return fetchProofFile(id, policy === null ? {} : queryForPolicy(policy), token);
}
