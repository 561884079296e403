import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import type { Hex } from '../../../core/encoding/hex.ts';
import { isAnswer, type Kind } from '../../../core/records/kind.ts';
import { Moment } from '../../components/moment.tsx';
import { PartyName } from '../../components/party-name.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { KindTag, StateTag } from '../../components/record-tags.tsx';
import { Unread } from '../../components/states.tsx';
import { listQuery, recordQuery } from '../../data/queries.ts';
import { toneOfAnswer } from '../../components/answer-tone.ts';
import { Tag } from '../../components/tag.tsx';
import { wordOf } from '../../language/word-of.ts';
import { listReplaced } from '../../work/replaced-answers.ts';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useRecordPageTexts } from './record-page-texts.ts';
import classes from './record-page.module.css';

/** The assurances and decisions about a record, the newest first. */
export function RecordAnswers({ id, kind }: { id: Hex; kind: Kind }) {
  const texts = useRecordPageTexts();
  const query = useInfiniteQuery({ ...listQuery('listRecords', { answers: id }), enabled: !isAnswer(kind) });
  const { data, hasNextPage, fetchNextPage } = query;
  if (isAnswer(kind)) return null;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const replaced = listReplaced(items);
  return (
    <section className="card" aria-labelledby="answers">
      <h2 id="answers" className="spaced">
        {texts.answers}
      </h2>
      {data === undefined ? (
        <Unread query={query} />
      ) : items.length === 0 ? (
        <p className="quiet">{texts.noAnswers}</p>
      ) : (
        <ul className={`plain ${classes['answers']}`}>
          {items.map((item) => (
            <li key={item.id}>
              <KindTag kind={item.record.kind} />
              <Says id={item.id} isReplaced={replaced.has(item.id)} />
              <RecordLink id={item.id} />
              <PartyName id={item.record.party} />
              <span className="quiet">
                <Moment at={item.acceptedAt} />
              </span>
              <StateTag state={item.state} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" onClick={() => void fetchNextPage()}>
          {texts.moreAnswers}
        </Button>
      )}
    </section>
  );
}

/** What an answer says, its opinion or outcome; in no colour once its party has replaced or withdrawn it. */
function Says({ id, isReplaced }: { id: Hex; isReplaced: boolean }) {
  const texts = useRecordPageTexts();
  const { values } = useStatementTexts();
  const { data } = useQuery(recordQuery(id));
  const says = data?.statement['opinion'] ?? data?.statement['outcome'];
  if (typeof says !== 'string') return null;
  const word = wordOf(values, says);
  return (
    <Tag tone={isReplaced ? 'neutral' : toneOfAnswer(says)}>
      {isReplaced ? texts.countsNoLonger(word) : word}
    </Tag>
  );
}
