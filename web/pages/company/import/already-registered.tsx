import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { RecordSummary } from '../../../../client/generated/openapi.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { findRegistered } from '../../../../jobs/import/same-rows.ts';
import { useLedgerReads } from '../shared/use-ledger-reads.ts';
import { useImportTexts } from './import-texts.ts';
import type { ImportAnswer } from '../../../../jobs/import/table-request.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';

interface AlreadyRegisteredProps {
  readonly session: PartySession;
  readonly answer: Extract<ImportAnswer, { isValid: true }>;
}

/** Says that the rows of the table are registered already, and leads to what can be done with them. */
export function AlreadyRegistered({ session, answer }: AlreadyRegisteredProps) {
  const texts = useImportTexts();
  const format = useFormat();
  const reads = useLedgerReads(session);
  const [same, setSame] = useState<RecordSummary | null>(null);
  useEffect(() => {
    let isOpen = true;
    findRegistered(session.party, answer.entries, reads).then(
      (found) => isOpen && setSame(found),
      // Nothing depends on it: the rows can be registered again.
      () => undefined,
    );
    return () => {
      isOpen = false;
    };
  }, [session.party, answer, reads]);
  if (same === null) return null;
  const { subject, sequence } = same.record;
  return (
    <Notice
      tone="unsure"
      isLive
      title={texts.already(
        format.number(answer.rows),
        showOutside(subject, MOST_OF_TITLE),
        format.number(sequence),
      )}
    >
      <p>{texts.alreadyAdvice}</p>
      <span className="row">
        <LinkButton to="/company/compute" search={{ source: same.id }}>
          {texts.computeFrom}
        </LinkButton>
        <Link to="/company/records/$id" params={{ id: same.id }}>
          {texts.openSame}
        </Link>
      </span>
    </Notice>
  );
}
