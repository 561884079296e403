import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { catalogueQuery } from './shared/catalogue-query.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { Failure, Unread } from '../../components/states.tsx';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { DocumentsSection } from '../../documents/documents-section.tsx';
import { useKeptWork } from '../../work/kept-work.ts';
import { ReviewAndSign } from '../../work/review-and-sign.tsx';
import { ChooseMethod } from './compute/choose-method.tsx';
import { ChooseSources } from './compute/choose-sources.tsx';
import {
  COMPUTATION_WORK,
  type ComputeState,
  type ComputeStepProps,
  NO_COMPUTATION,
  pathOfComputation,
  stateOf,
} from './compute/compute-state.ts';
import { useComputeTexts } from './compute/compute-texts.ts';
import { DescribeResult } from './compute/describe-result.tsx';
import { readEarlierRun } from '../../../jobs/compute/earlier-run.ts';
import { ExistingNotice } from './compute/existing-notice.tsx';
import { NeedsSection } from './compute/needs-section.tsx';
import { useRunDocuments } from './compute/use-run-documents.ts';
import { ParameterSection } from './compute/parameter-section.tsx';
import { RestatingNotice } from './compute/restating.tsx';
import { useLedgerReads } from './shared/use-ledger-reads.ts';
import { RegisterTaken } from './compute/register-taken.tsx';
import { RunSection } from './compute/run-section.tsx';
import { LinkButton } from '../../components/link-button.tsx';

/** From datasets to a registered result. */
export function ComputePage() {
  const texts = useComputeTexts();
  return (
    <div className="stack">
      <PageHeading
        title={texts.title}
        lead={texts.lead}
        actions={<Link to="/company">{texts.back}</Link>}
        serverWord="many"
      />
      <RequireSession roles={['company', 'provider']}>
        {(session) => <Compute key={session.party} session={session} />}
      </RequireSession>
    </div>
  );
}

function Compute({ session }: { session: PartySession }) {
  const { from, source } = useSearch({ from: '/company/compute' });
  const path = pathOfComputation({ from, source });
  const initial = isHex(source, 32) ? { ...NO_COMPUTATION, sources: [source] } : NO_COMPUTATION;
  const {
    state,
    change: onChange,
    finish,
  } = useKeptWork({ party: session.party, path }, initial, COMPUTATION_WORK);
  const texts = useComputeTexts();
  const query = useQuery(catalogueQuery);
  const catalogue = query.data;
  const failure = useEarlier(session, state, onChange);
  const documents = useRunDocuments(session, state, catalogue?.methods);
  const { draft, run } = state;
  if (draft !== null)
    return (
      <ReviewAndSign
        session={session}
        draft={draft}
        onBack={() => onChange({ draft: null })}
        onRegistered={finish}
      >
        {({ id }) => (
          <LinkButton to="/company/disclose/$id" params={{ id }} search={{}} variant="default">
            {texts.disclose}
          </LinkButton>
        )}
      </ReviewAndSign>
    );
  if (state.taken.length > 0) return <RegisterTaken {...{ session, state, onChange }} />;
  if (catalogue === undefined) return <Unread query={query} />;
  const method = catalogue.methods.find(({ name }) => name === state.method);
  if (method === undefined) return <Failure error={new Error(texts.noMethod(state.method))} />;
  return (
    <>
      {failure !== null && <Failure error={failure} />}
      <RestatingNotice session={session} state={state} />
      <ChooseMethod methods={catalogue.methods} method={method} onChange={onChange} />
      <NeedsSection session={session} state={state} method={method} onChange={onChange} />
      <ChooseSources session={session} state={state} method={method} onChange={onChange} />
      <ParameterSection session={session} state={state} method={method} onChange={onChange} />
      <ExistingNotice session={session} state={state} onChange={onChange} />
      <DocumentsSection
        documents={documents}
        command={`ledger compute ${method.name} ${state.sources.join(' ')} --parameters parameters.json`}
      />
      <RunSection
        session={session}
        state={state}
        methods={catalogue.methods}
        documents={documents}
        onChange={onChange}
      />
      {run !== null && <DescribeResult session={session} state={state} run={run} onChange={onChange} />}
    </>
  );
}

/** Begins with method, parameters and the newest sources of an earlier result, which the address names. Returns what went wrong. */
function useEarlier(
  session: PartySession,
  { from: known }: ComputeState,
  onChange: ComputeStepProps['onChange'],
): unknown {
  const { from } = useSearch({ from: '/company/compute' });
  const reads = useLedgerReads(session);
  const [failure, setFailure] = useState<unknown>(null);
  const read = useRef<string>(undefined);
  useEffect(() => {
    if (from === undefined || known === from || read.current === from) return;
    read.current = from;
    readEarlierRun(from as Hex, reads).then((earlier) => onChange({ ...stateOf(earlier), from }), setFailure);
  }, [from, known, reads, onChange]);
  return failure;
}
