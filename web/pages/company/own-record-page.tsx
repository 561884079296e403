import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Draft } from '../../../jobs/register/draft.ts';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { isAnswer, nameOfKind } from '../../../core/records/kind.ts';
import { isWithdrawn } from '../../../core/records/statement.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Unread } from '../../components/states.tsx';
import { newestQuery, recordQuery } from '../../data/queries.ts';
import { titleOf } from '../../data/record-title.ts';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { Following } from '../../work/following.tsx';
import { ReviewAndSign } from '../../work/review-and-sign.tsx';
import { Grants } from './own-record/grants.tsx';
import { NextVersion } from './own-record/next-version.tsx';
import { useOwnRecordTexts } from './own-record/own-record-texts.ts';
import { SavedFiles } from './own-record/saved-files.tsx';
import { Withdraw } from './own-record/withdraw.tsx';
import { Notice } from '../../components/notice.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';

/** One record of the own party, and what can be done with it: files, access, a new version, withdrawal. */
export function OwnRecordPage() {
  const texts = useOwnRecordTexts();
  const words = useRecordTexts();
  const id = useParams({ from: '/company/records/$id' }).id as Hex;
  const query = useQuery(recordQuery(id));
  const { data } = query;
  const [draft, setDraft] = useState<Draft | null>(null);
  const [reason, setReason] = useState('');
  if (data === undefined) return <Unread query={query} heading={words.record} />;
  const { kind, subject, sequence } = data.record;
  return (
    <div className="stack">
      <PageHeading
        outside={titleOf(data, words.untitled)}
        serverWord={id}
        lead={texts.lead(
          words.kinds[nameOfKind(kind)],
          showOutside(subject, MOST_OF_TITLE),
          words.version(sequence),
        )}
        actions={
          <>
            <LinkButton to="/records/$id" params={{ id }} variant="default">
              {texts.open}
            </LinkButton>
            <Link to="/company">{texts.back}</Link>
          </>
        }
      />
      <RequireSession roles={['company', 'provider']}>
        {(session) => (
          <OwnRecord
            session={session}
            view={data}
            draft={draft}
            onDraft={setDraft}
            reason={reason}
            onReason={setReason}
          />
        )}
      </RequireSession>
    </div>
  );
}

interface OwnRecordProps {
  readonly session: PartySession;
  readonly view: RecordView;
  /** The withdrawal that is being signed. */
  readonly draft: Draft | null;
  readonly onDraft: (draft: Draft | null) => void;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

function OwnRecord({ session, view, draft, onDraft, reason, onReason }: OwnRecordProps) {
  const texts = useOwnRecordTexts();
  const { id, record, state } = view;
  const { party, kind, subject, sequence } = record;
  const { data: newest } = useQuery(newestQuery({ party, kind: nameOfKind(kind), subject }));
  if (party !== session.party || isAnswer(kind)) return <Notice tone="unsure" title={texts.notYours} />;
  if (draft !== null) return <ReviewAndSign session={session} draft={draft} onBack={() => onDraft(null)} />;
  const isNewest = newest == null || newest.sequence <= sequence;
  const isOver = isWithdrawn(view);
  return (
    <>
      {!isNewest && (
        <Notice tone="unsure" title={texts.replaced}>
          <Link to="/company/records/$id" params={{ id: newest.record }}>
            {texts.toNewest}
          </Link>
        </Notice>
      )}
      {state !== 'final' && (
        <section className="card" aria-label={texts.progress}>
          <Following id={id} />
        </section>
      )}
      <SavedFiles session={session} view={view} />
      {isNewest && !isOver && <NextVersion view={view} />}
      {!view.publicEntries && record.entries !== ZERO_HASH && <Grants session={session} view={view} />}
      {isNewest && !isOver && (
        <Withdraw session={session} view={view} reason={reason} onReason={onReason} onDraft={onDraft} />
      )}
    </>
  );
}
