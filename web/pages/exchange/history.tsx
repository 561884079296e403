import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { isAnswer, KINDS } from '../../../core/records/kind.ts';
import { subjectOfAnswers } from '../../../jobs/register/draft-record.ts';
import { Moment } from '../../components/moment.tsx';
import { PartyName } from '../../components/record/party-name.tsx';
import { KindTag, StateTag } from '../../components/record/record-tags.tsx';
import { Unread } from '../../components/states.tsx';
import { ledger } from '../../data/ledger.ts';
import { listReplaced } from '../../../jobs/follow/replaced-answers.ts';
import { AnswerTag } from './answer-tag.tsx';
import { useDecisionTexts } from './decision-texts.ts';
import classes from './exchange.module.css';
import { LongText } from '../../components/outside-text.tsx';

/** How many answers are shown: the newest. */
const MOST = 50;

/** All assurances and decisions on the stream of a disclosure, of every version and party, as the server lists them. */
export function History({
  answered: { id: shown, record },
}: {
  answered: Pick<RecordView, 'id' | 'record'>;
}) {
  const texts = useDecisionTexts();
  const subject = subjectOfAnswers(record);
  const query = useQuery({
    queryKey: ['listRecords', 'answers', subject],
    queryFn: () => ledger.listRecords({ subject, limit: MOST }),
  });
  const { data } = query;
  const items = (data?.items ?? []).filter(({ record: { kind } }) => isAnswer(kind));
  const replaced = listReplaced(items);
  return (
    <section className="card" aria-labelledby="history">
      <h2 id="history">{texts.history}</h2>
      <p className="quiet">{texts.historyLead}</p>
      {data === undefined && <Unread query={query} />}
      {data !== undefined && items.length === 0 && <p>{texts.noHistory}</p>}
      <ul className={`plain ${classes['history']}`}>
        {items.map(({ id, record: answer, statement, acceptedAt, state }) => {
          const says = statement['opinion'] ?? statement['outcome'];
          const { reason, level } = statement;
          const stated = typeof level === 'string' && level !== '' ? level : null;
          return (
            <li key={id}>
              <div className="row">
                <KindTag kind={answer.kind} />
                {typeof says === 'string' && (
                  <AnswerTag
                    says={says}
                    {...(answer.kind === KINDS.assurance && says !== 'withdrawn' ? { level: stated } : {})}
                    not={
                      replaced.has(id)
                        ? 'anyLonger'
                        : statement['answers'] === shown
                          ? undefined
                          : 'thisVersion'
                    }
                  />
                )}
                {state !== 'final' && <StateTag state={state} />}
                <Link to="/records/$id" params={{ id }}>
                  <Moment at={acceptedAt} />
                </Link>
                <PartyName id={answer.party} />
              </div>
              {typeof reason === 'string' && reason !== '' && (
                <q className="quiet">
                  <LongText text={reason} />
                </q>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
