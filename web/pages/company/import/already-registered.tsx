import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { LinkButton } from '../../../components/link-button.tsx';
import { Notice } from '../../../components/notice.tsx';
import { entriesQuery, listQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLedger } from '../../../session/session.tsx';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import { hasSameRows } from './find-same.ts';
import { useImportTexts } from './import-texts.ts';
import type { ImportAnswer } from './table-messages.ts';
import { ZERO_HASH } from '../../../../core/encoding/hex.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';

/** At most so many of the party's newest datasets are compared, and only tables with at most so many rows. */
const MOST = 10;
const MOST_ROWS = 5_000;

interface AlreadyRegisteredProps {
  readonly session: PartySession;
  readonly answer: Extract<ImportAnswer, { isValid: true }>;
}

/** Says that the rows of the table are registered already, and leads to what can be done with them. */
export function AlreadyRegistered({ session, answer }: AlreadyRegisteredProps) {
  const texts = useImportTexts();
  const format = useFormat();
  const reader = useLedger();
  const { data } = useInfiniteQuery(listQuery('listRecords', { kind: 'dataset', party: session.party }));
  const own = newestVersions(data?.pages.flatMap(({ items }) => items) ?? [])
    .filter(({ record }) => record.entries !== ZERO_HASH)
    .slice(0, answer.rows > MOST_ROWS ? 0 : MOST);
  const read = useQueries({ queries: own.map(({ id }) => ({ ...entriesQuery(id, reader), retry: false })) });
  const stamp = own.map(({ id }, index) => `${id} ${read[index]?.data !== undefined}`).join();
  const same = useMemo(
    () =>
      own.find((_, index) => {
        const entries = read[index]?.data?.entries;
        return entries !== undefined && hasSameRows(entries, answer.entries);
      }),
    // The entries of a record never change.
    [stamp, answer],
  );
  if (same === undefined) return null;
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
