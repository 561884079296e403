import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import type { RecordSummary } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { isAnswer, type Kind, KINDS } from '../../../core/records/kind.ts';
import { Moment } from '../../components/moment.tsx';
import { PartyName } from '../../components/record/party-name.tsx';
import { RecordLink } from '../../components/record/record-link.tsx';
import { KindTag, StateTag } from '../../components/record/record-tags.tsx';
import { Unread } from '../../components/states.tsx';
import { listQuery } from '../../data/queries.ts';
import { toneOfAnswer } from '../../components/record/answer-tone.ts';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { wordOf } from '../../language/word-of.ts';
import { listReplaced } from '../../../jobs/follow/replaced-answers.ts';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useAnswerTexts } from './answer-texts.ts';
import classes from './record-page.module.css';

/** The assurances and decisions about a record, the newest first; of a result also those about disclosures made from it. */
export function RecordAnswers({ id, kind }: { id: Hex; kind: Kind }) {
  const texts = useAnswerTexts();
  const query = useInfiniteQuery({ ...listQuery('listRecords', { answers: id }), enabled: !isAnswer(kind) });
  const { data, hasNextPage, fetchNextPage } = query;
  if (isAnswer(kind)) return null;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="card" aria-labelledby="answers">
      <h2 id="answers" className="spaced">
        {texts.title}
      </h2>
      {data === undefined ? (
        <Unread query={query} />
      ) : items.length === 0 ? (
        <p className="quiet">{texts.none}</p>
      ) : (
        <Answers items={items} />
      )}
      {hasNextPage && (
        <Button variant="default" onClick={() => void fetchNextPage()}>
          {texts.more}
        </Button>
      )}
      {kind === KINDS.result && <AnswersOfDisclosures result={id} />}
    </section>
  );
}

function Answers({ items }: { items: readonly RecordSummary[] }) {
  const replaced = listReplaced(items);
  return (
    <ul className={`plain ${classes['answers']}`}>
      {items.map((item) => (
        <li key={item.id}>
          <KindTag kind={item.record.kind} />
          <Says statement={item.statement} isReplaced={replaced.has(item.id)} />
          <RecordLink id={item.id} />
          <PartyName id={item.record.party} />
          <span className="quiet">
            <Moment at={item.acceptedAt} />
          </span>
          <StateTag state={item.state} />
        </li>
      ))}
    </ul>
  );
}

/** What an answer says, its opinion or outcome; in no colour once its party has replaced or withdrawn it. */
function Says({ statement, isReplaced }: { statement: RecordSummary['statement']; isReplaced: boolean }) {
  const texts = useAnswerTexts();
  const { values } = useStatementTexts();
  const says = statement['opinion'] ?? statement['outcome'];
  if (typeof says !== 'string') return null;
  const word = wordOf(values, says);
  return (
    <Tag tone={isReplaced ? 'neutral' : toneOfAnswer(says)}>
      {isReplaced ? texts.countsNoLonger(word) : word}
    </Tag>
  );
}

/** Disclosures whose answers are looked up. */
const MOST = 8;

/** Who assures a disclosure says something about the result that it discloses from. */
function AnswersOfDisclosures({ result }: { result: Hex }) {
  const texts = useAnswerTexts();
  const format = useFormat();
  const { data } = useInfiniteQuery(listQuery('listRecords', { source: result, kind: 'disclosure' }));
  const found = (data?.pages.flatMap(({ items }) => items) ?? []).filter(({ state }) => state !== 'rejected');
  if (found.length === 0) return null;
  return (
    <>
      <h3 className={classes['below']}>{texts.disclosures}</h3>
      {found.slice(0, MOST).map(({ id }) => (
        <AnswersOfOne key={id} disclosure={id} />
      ))}
      {found.length > MOST && <p className="quiet">{texts.moreDisclosures(format.number(MOST))}</p>}
    </>
  );
}

function AnswersOfOne({ disclosure }: { disclosure: Hex }) {
  const texts = useAnswerTexts();
  const { data } = useInfiniteQuery(listQuery('listRecords', { answers: disclosure }));
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={classes['disclosure']}>
      <RecordLink id={disclosure} />
      {data !== undefined && items.length === 0 && <span className="quiet">{texts.noneOfDisclosure}</span>}
      {items.length > 0 && <Answers items={items} />}
    </div>
  );
}
