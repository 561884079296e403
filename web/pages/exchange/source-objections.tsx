import type { Hex } from '../../../core/encoding/hex.ts';
import { Moment } from '../../components/moment.tsx';
import { Notice } from '../../components/notice.tsx';
import { PartyName } from '../../components/record/party-name.tsx';
import { RecordLink } from '../../components/record/record-link.tsx';
import { KindTag } from '../../components/record/record-tags.tsx';
import { MOST_OF_TEXT, showOutside } from '../../language/outside-text.ts';
import { AnswerTag } from './answer-tag.tsx';
import { useDecisionTexts } from './decision-texts.ts';
import { useExchangeTexts } from './exchange-texts.ts';
import classes from './exchange.module.css';
import type { SourceAnswer, SourceAnswers } from '../../../jobs/decide/source-answers.ts';
import { LongText } from '../../components/outside-text.tsx';

interface SourceAnswersProps {
  readonly sources: SourceAnswers;
  readonly isPending: boolean;
}

/** Warns of the opinions and decisions that speak against a result that the disclosure cites; nothing without one. */
export function SourceObjections({ sources, isPending }: SourceAnswersProps) {
  const texts = useDecisionTexts();
  const objections = sources.answers.filter(({ objects }) => objects);
  const isGrave = objections.some(({ says }) => says === 'adverse' || says === 'rejected');
  return (
    <>
      {objections.length > 0 && (
        <Notice tone={isGrave ? 'bad' : 'unsure'} title={texts.sourceObjections} isLive>
          <AnswerList answers={objections} />
          <span className="quiet">{texts.byServer}</span>
        </Notice>
      )}
      {!sources.isWhole && !isPending && <Notice tone="unsure" isLive title={texts.caution.sourceUnread} />}
    </>
  );
}

/** All opinions and decisions on the results that a disclosure cites, also those that count no longer. */
export function SourceHistory({ sources, ids }: { sources: SourceAnswers; ids: readonly Hex[] }) {
  const texts = useDecisionTexts();
  if (ids.length === 0) return null;
  return (
    <section className="card" aria-labelledby="of-sources">
      <h2 id="of-sources">{texts.sourceHistory}</h2>
      <p className="quiet">{texts.sourceHistoryLead}</p>
      {sources.answers.length === 0 && sources.isWhole && <p>{texts.noSourceHistory}</p>}
      <AnswerList answers={sources.answers} />
    </section>
  );
}

function AnswerList({ answers }: { answers: readonly SourceAnswer[] }) {
  const texts = useDecisionTexts();
  const { scope: scopeText } = useExchangeTexts();
  return (
    <ul className={`plain ${classes['history']}`}>
      {answers.map(({ id, kind, says, party, source, reason, scope, acceptedAt, counts }) => (
        <li key={id}>
          <div className="row">
            <KindTag kind={kind} />
            <AnswerTag says={says} not={counts ? undefined : 'anyLonger'} />
            <RecordLink id={id} />
            <Moment at={acceptedAt} />
            <PartyName id={party} />
          </div>
          <div className={classes['small']}>
            {texts.about} <RecordLink id={source} />
          </div>
          {scope !== '' && (
            <div className={classes['small']}>{scopeText(showOutside(scope, MOST_OF_TEXT))}</div>
          )}
          {reason !== '' && (
            <q className="quiet">
              <LongText text={reason} />
            </q>
          )}
        </li>
      ))}
    </ul>
  );
}
