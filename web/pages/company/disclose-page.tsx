import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { Unread } from '../../components/states.tsx';
import { entriesQuery, recordQuery } from '../../data/queries.ts';
import { titleOf } from '../../data/record-title.ts';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { useLedger } from '../../session/session.tsx';
import { Following } from '../../work/following.tsx';
import { useKeptWork } from '../../work/kept-work.ts';
import { ReviewAndSign } from '../../work/review-and-sign.tsx';
import { ChooseFigures } from './disclose/choose-figures.tsx';
import { DescribeDisclosure } from './disclose/describe-disclosure.tsx';
import { DISCLOSURE_WORK, type DiscloseState, NO_DISCLOSURE } from './disclose/disclose-state.ts';
import { useDiscloseTexts } from './disclose/disclose-texts.ts';
import { HandOver } from './disclose/hand-over.tsx';
import { Preview } from './disclose/preview.tsx';
import { useShownBefore } from './disclose/use-shown-before.ts';
import { Notice } from '../../components/notice.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';

/** From a result to the few figures of it that a reader gets. */
export function DisclosePage() {
  const texts = useDiscloseTexts();
  const id = useParams({ from: '/company/disclose/$id' }).id as Hex;
  const { record } = useRecordTexts();
  const query = useQuery(recordQuery(id));
  const { data } = query;
  if (data === undefined) return <Unread query={query} heading={record} />;
  return (
    <div className="stack">
      <PageHeading
        outside={titleOf(data)}
        title={texts.title}
        serverWord={id}
        lead={texts.lead}
        actions={<Link to="/company">{texts.back}</Link>}
      />
      <RequireSession roles={['company', 'provider']}>
        {(session) => <Disclose key={session.party} session={session} view={data} />}
      </RequireSession>
    </div>
  );
}

function Disclose({ session, view }: { session: PartySession; view: RecordView }) {
  const texts = useDiscloseTexts();
  const { id, record } = view;
  const { subject = '' } = useSearch({ from: '/company/disclose/$id' });
  const path = `/company/disclose/${id}${subject === '' ? '' : `?subject=${encodeURIComponent(subject)}`}`;
  const initial: DiscloseState = { ...NO_DISCLOSURE, words: { ...NO_DISCLOSURE.words, subject } };
  const {
    state,
    change: onChange,
    finish,
  } = useKeptWork({ party: session.party, path }, initial, DISCLOSURE_WORK);
  const query = useQuery({ ...entriesQuery(id, useLedger()), retry: false });
  const { data } = query;
  const shown = useShownBefore(session, state);
  if (record.kind !== KINDS.result || record.party !== session.party)
    return <Notice tone="unsure" title={texts.notYours} />;
  const { draft } = state;
  if (draft !== null)
    return (
      <ReviewAndSign
        session={session}
        draft={draft}
        onBack={() => onChange({ draft: null })}
        onRegistered={finish}
        first={(registered) => (
          <HandOver
            session={session}
            id={registered.id}
            addressees={state.addressees}
            isPublic={draft.public}
          />
        )}
      />
    );
  if (view.state !== 'anchored' && view.state !== 'final')
    return (
      <section className="card stack">
        <p>{texts.early}</p>
        <Following id={id} />
      </section>
    );
  if (data === undefined) return <Unread query={query} />;
  const figures = data.entries.filter(({ unit }) => unit !== '');
  const chosen = figures.filter(({ key }) => state.keys.includes(key));
  return (
    <>
      <ChooseFigures figures={figures} state={state} onChange={onChange} />
      <Preview view={view} figures={figures} chosen={chosen} shown={shown} />
      <DescribeDisclosure session={session} result={id} chosen={chosen} state={state} onChange={onChange} />
    </>
  );
}
