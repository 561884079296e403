import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../../client/http/api-error.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import type { ItemOf } from '../../data/queries.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { PRIVATE } from '../../session/session.tsx';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useAuditorTexts } from './auditor-texts.ts';
import type { ListedOpinion } from '../../../jobs/assure/own-opinions.ts';
import type { AuditState } from './shared/own-opinions.ts';

/** Whether who is signed in may read the figures of a record; asked for the rows near the window only. */
export function AccessCell({
  session,
  item: { id, state },
}: {
  session: PartySession;
  item: ItemOf<'listRecords'>;
}) {
  const texts = useAuditorTexts();
  const isAnchored = state === 'anchored' || state === 'final';
  const { data } = useQuery({
    queryKey: [PRIVATE, 'access', session.address, id],
    queryFn: () => readAccess(session, id),
    enabled: isAnchored,
    staleTime: 30_000,
  });
  if (!isAnchored) return <span className="quiet">{texts.notYet}</span>;
  if (data === undefined) return null;
  if (data) return texts.readable;
  return (
    <span className="quiet" title={texts.notReadableHelp}>
      {texts.notReadable}
    </span>
  );
}

/** Asks for one entry, which the server refuses to who has no access. */
async function readAccess({ ledger }: PartySession, id: ItemOf<'listRecords'>['id']): Promise<boolean> {
  try {
    await ledger.readBundle({ id, entries: 'run', depth: 0 });
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Another refusal, such as that it has no such entry, comes after the one for access.
    if (error.isTemporary) throw error;
    return !['unauthorized', 'forbidden'].includes(error.code);
  }
}

const TONES: Readonly<Record<AuditState, Tone>> = {
  new: 'neutral',
  'in-work': 'neutral',
  outdated: 'unsure',
  given: 'good',
  withdrawn: 'bad',
};

/** How far the work has come, and the own opinion. */
export function StateCell({ state, opinion }: { state: AuditState; opinion: ListedOpinion | null }) {
  const texts = useAuditorTexts();
  const { values } = useStatementTexts();
  const words: Readonly<Record<string, string>> = values;
  return (
    <>
      <Tag tone={TONES[state]}>{texts.states[state]}</Tag>
      {opinion !== null && (state === 'given' || state === 'outdated') && (
        <div className="quiet">{texts.opinion(words[opinion.opinion] ?? opinion.opinion)}</div>
      )}
    </>
  );
}
