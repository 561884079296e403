import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Failure, Loading } from '../../components/states.tsx';
import { titleOf } from '../../../jobs/explain/known-record.ts';
import { Provenance, type ProvenanceLook } from '../../graph/provenance.tsx';
import { MOST_RECORDS, useEntryProof, useLedgerRecords } from '../../graph/use-ledger-records.ts';
import { VerifyLink } from '../../components/server-word.tsx';
import { useFormat } from '../../language/format.ts';
import { useSession } from '../../session/session.tsx';
import { SignInButton } from '../../session/session-menu.tsx';
import { useProvenancePageTexts } from './provenance-texts.ts';

const route = getRouteApi('/records/$id/provenance');

/** The graph from a record or one of its figures down to rows and documents. */
export function ProvenancePage() {
  const texts = useProvenancePageTexts();
  const { id } = route.useParams();
  if (isHex(id, 32)) return <Found id={id} key={id} />;
  return (
    <>
      <PageHeading title={texts.plainTitle} />
      <p role="alert">{texts.badId}</p>
      <Link to="/search">{id}</Link>
    </>
  );
}

function Found({ id }: { id: Hex }) {
  const texts = useProvenancePageTexts();
  const { untitled } = useRecordTexts();
  const format = useFormat();
  const { figure = null, view } = route.useSearch();
  const navigate = useNavigate({ from: '/records/$id/provenance' });
  const { records, names, want, error, retry } = useLedgerRecords(id);
  const openProof = useEntryProof();
  const { session } = useSession();
  const known = records.get(id);
  const narrow = useMemo(() => window.matchMedia('(max-width: 48rem)').matches, []);
  const look: ProvenanceLook = view ?? (narrow ? 'list' : 'picture');
  return (
    <div className="stack">
      <PageHeading
        {...(known === undefined
          ? { title: texts.plainTitle }
          : { outside: titleOf(known) ?? untitled, title: texts.title })}
        lead={texts.lead}
        actions={<RecordLinks id={id} isRoot />}
        serverWord={id}
      />
      {error !== null && <Failure error={error} onRetry={retry} />}
      {records.size >= MOST_RECORDS && <p role="status">{texts.most(format.number(MOST_RECORDS))}</p>}
      {known === undefined ? (
        error === null && <Loading />
      ) : (
        <Provenance
          records={records}
          names={names}
          root={id}
          figure={figure}
          onFigure={(key) => void navigate({ search: (before) => ({ ...before, figure: key ?? undefined }) })}
          look={look}
          onLook={(next) => void navigate({ search: (before) => ({ ...before, view: next }), replace: true })}
          onWant={want}
          origin="ledger"
          openProof={openProof}
          signIn={session === null ? <SignInButton /> : null}
          renderLinks={renderLinks}
          renderVerify={renderVerify}
        />
      )}
    </div>
  );
}

const renderLinks = (id: Hex) => <RecordLinks id={id} isRoot={false} />;
const renderVerify = (id: Hex) => <VerifyLink record={id} />;

function RecordLinks({ id, isRoot }: { id: Hex; isRoot: boolean }) {
  const texts = useProvenancePageTexts();
  return (
    <>
      <Link to="/records/$id" params={{ id }}>
        {texts.record}
      </Link>
      {!isRoot && (
        <Link to="/records/$id/provenance" params={{ id }} search={{}}>
          {texts.begin}
        </Link>
      )}
      <Link to="/records/$id/impact" params={{ id }} search={{}}>
        {texts.impact}
      </Link>
    </>
  );
}
