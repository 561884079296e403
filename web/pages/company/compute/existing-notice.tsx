import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Notice } from '../../../components/notice.tsx';
import { RecordLink } from '../../../components/record/record-link.tsx';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import type { ComputeStepProps } from './compute-state.ts';
import { findSame, listExistingResults } from '../../../../jobs/compute/existing-results.ts';
import { periodOf } from '../../../../jobs/compute/needs.ts';
import { useNeedsTexts } from './needs-texts.ts';
import { useLedgerReads } from '../shared/use-ledger-reads.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';

/** At most so many results are named. */
const MOST = 3;

/** Says that the party has a result of the same method and period, and offers to restate it rather than to put another beside it. */
export function ExistingNotice({
  session,
  state,
  onChange,
}: ComputeStepProps & { readonly session: PartySession }) {
  const texts = useNeedsTexts();
  const { party, address } = session;
  const reads = useLedgerReads(session);
  const { data = [] } = useQuery({
    queryKey: [PRIVATE, 'existing-results', party, address],
    queryFn: () => listExistingResults(party, reads),
  });
  const { method, parameters, words } = state;
  const same = findSame(data, method, periodOf(parameters));
  if (same.length === 0 || same.some(({ subject }) => subject === words.subject)) return null;
  return (
    <Notice tone="unsure" isLive title={texts.same}>
      <p>{texts.sameAdvice}</p>
      {same.slice(0, MOST).map(({ id, subject, title }) => (
        <div key={id} className="row">
          <RecordLink id={id} />
          <Button
            variant="default"
            size="compact-sm"
            onClick={() =>
              onChange({
                words: { ...words, subject, title: words.title || title, change: 'restatement' },
              })
            }
          >
            {texts.restate(showOutside(title === '' ? subject : title, MOST_OF_TITLE))}
          </Button>
        </div>
      ))}
    </Notice>
  );
}
