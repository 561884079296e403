import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ApiError } from '../../../../client/http/api-error.ts';
import { nameOfKind } from '../../../../core/records/kind.ts';
import { StateTag } from '../../../components/record/record-tags.tsx';
import { Tag } from '../../../components/tag.tsx';
import { type ItemOf, newestQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useHeadline } from '../../../verification/verdict/headline.ts';
import { listWarnings } from '../../../verification/verdict/verdict-head.tsx';
import { toneOfVerdict } from '../../../verification/verdict/verdict-tone.ts';
import { useCodeText } from '../../../verification/words/code-texts.ts';
import { useSourceNews } from '../../../work/source-news.tsx';
import { useSourceNewsTexts } from '../../../work/source-news-texts.ts';
import { useVerdict, type VerdictRules } from '../../../work/use-verdict.ts';
import { AnswerTag } from '../answer-tag.tsx';
import {
  asProven,
  findDecision,
  firstReason,
  listOpinions,
} from '../../../../jobs/decide/judged-disclosure.ts';
import { findChange } from './choose-disclosures.ts';
import { useExchangeTexts } from '../exchange-texts.ts';
import classes from '../exchange.module.css';
import { FigureList } from '../figure-list.tsx';
import { type OwnDecisions, pendingDecision } from '../known-verdicts.ts';
import { ProvenParty } from '../proven.tsx';
import { listShownFigures } from '../shown-figures.ts';
import { useNews } from '../use-news.ts';
import { useSourceAnswers } from '../use-source-answers.ts';

interface CellProps {
  readonly session: PartySession;
  readonly item: ItemOf<'listRecords'>;
  readonly rules: VerdictRules | undefined;
}

/** How many warnings a row explains. */
const MOST_WARNINGS = 2;

/** The verdict on a disclosure, the first reason where it is not verified, and what it warns of. */
export function VerdictCell({ session, item, rules, decisions }: CellProps & { decisions: OwnDecisions }) {
  const texts = useExchangeTexts();
  const explain = useCodeText();
  const headline = useHeadline();
  const format = useFormat();
  const { data, error } = useVerdict(session, item.id, rules);
  const pending = pendingDecision(decisions, item.record, data, session.party);
  const news = useNews({ session, item, rules, pending });
  if (error !== null) return <Tag tone="unsure">{isEarly(error) ? texts.notYet : texts.failed}</Tag>;
  if (data === undefined) return <span className="quiet">{texts.checking}</span>;
  const { outcome } = data;
  const reason = firstReason(data);
  const warnings = [...new Set(listWarnings(outcome).map(({ code }) => code))];
  const isWarned = outcome.verdict === 'verified' && warnings.length > 0 && !outcome.hidesFigures;
  const word = isWarned
    ? texts.withWarnings(warnings.length, format.number(warnings.length))
    : headline(outcome);
  return (
    <>
      <span className={classes['wrapping']}>
        <Tag tone={isWarned ? 'unsure' : toneOfVerdict(outcome)}>{word}</Tag>
      </span>
      {reason !== null && <div className={classes['small']}>{explain(reason)}</div>}
      {warnings.slice(0, MOST_WARNINGS).map((code) => (
        <div key={code} className={classes['small']}>
          {explain(code)}
        </div>
      ))}
      {(news.isOld || news.isVerifying) && (
        <div className={classes['small']}>
          {news.isVerifying ? texts.verifyingAgain : texts.checkedOld(format.time(data.checkedAt))}
        </div>
      )}
    </>
  );
}

function isEarly(error: unknown): boolean {
  return error instanceof ApiError && ['not-anchored', 'not-final', 'not-sealed'].includes(error.code);
}

/** Says that the stream has a newer version than this one; nothing for the newest. */
export function NewerCell({ record }: { record: ItemOf<'listRecords'>['record'] }) {
  const texts = useExchangeTexts();
  const { party, subject, sequence } = record;
  const { data } = useQuery(newestQuery({ party, subject, kind: nameOfKind(record.kind) }));
  if (data === undefined || data === null || data.sequence <= sequence) return null;
  return (
    <div className={classes['small']}>
      <Link to="/exchange/$id" params={{ id: data.record }}>
        {texts.newer(String(data.sequence))}
      </Link>
    </div>
  );
}

/** Says that a source of a disclosure was replaced or withdrawn after it; nothing while all are the newest. */
export function SourceCell({ record }: { record: ItemOf<'listRecords'>['record'] }) {
  const texts = useSourceNewsTexts();
  const format = useFormat();
  return useSourceNews(record).map(({ source, newest, isWithdrawn }) => (
    <div key={source.id} className={classes['small']}>
      <Link to="/records/$id" params={{ id: newest.id }}>
        {isWithdrawn ? texts.withdrawnShort : texts.replacedShort(format.number(newest.record.sequence))}
      </Link>
    </div>
  ));
}

/** How many figures a row shows. */
const MOST_FIGURES = 2;

/** The first figures of a disclosure that its proof file shows, totals before others. */
export function FiguresCell({ session, item, rules }: CellProps) {
  const texts = useExchangeTexts();
  const format = useFormat();
  const { data } = useVerdict(session, item.id, rules);
  if (data === undefined) return null;
  const figures = listShownFigures(data);
  if (figures.length === 0) return <span className="quiet">{texts.noFigures}</span>;
  const more = figures.length - MOST_FIGURES;
  return (
    <>
      <FigureList figures={figures.slice(0, MOST_FIGURES)} hasPeriod />
      {more > 0 && <div className={classes['small']}>{texts.moreFigures(format.number(more))}</div>}
    </>
  );
}

/** What can speak against a result. */
const GRAVEST_FIRST = ['adverse', 'rejected', 'qualified', 'queried'] as const;
/** The opinions about a disclosure that stand, whose they are and on what; and what speaks against a result that it cites. */
export function AssuredCell({ session, item, rules }: CellProps) {
  const texts = useExchangeTexts();
  const { data } = useVerdict(session, item.id, rules);
  const { answers } = useSourceAnswers(asProven(item, data).record);
  const said = new Set(answers.filter(({ objects }) => objects).map(({ says }) => says));
  const objections = GRAVEST_FIRST.filter((says) => said.has(says));
  if (data === undefined) return null;
  const opinions = listOpinions(data);
  return (
    <>
      {opinions.length === 0 && <span className="quiet">{texts.nobody}</span>}
      {opinions.map(({ record, says, level, scope, party }) => (
        <div key={record}>
          <AnswerTag says={says} level={level} />
          <div className={classes['small']}>
            <ProvenParty id={party} parties={data.outcome.parties} />
          </div>
          {scope !== null && (
            <div className={classes['small']}>{texts.scope(showOutside(scope, MOST_OF_TITLE))}</div>
          )}
        </div>
      ))}
      {objections.map((says) => (
        <div key={says}>
          <AnswerTag says={says} isOnSource />
        </div>
      ))}
    </>
  );
}

/** What the user's own party has decided; and a newer decision, which no proof file shows yet. */
export function DecisionCell({ session, item, rules, decisions }: CellProps & { decisions: OwnDecisions }) {
  const texts = useExchangeTexts();
  const { data } = useVerdict(session, item.id, rules);
  const pending = pendingDecision(decisions, item.record, data, session.party);
  if (pending !== null)
    return (
      <>
        <StateTag state={pending.state} />
        <div className={classes['small']}>
          <Link to="/records/$id" params={{ id: pending.id }}>
            {texts.ownDecision}
          </Link>
        </div>
      </>
    );
  if (data === undefined) return null;
  const own = findDecision(data, session.party);
  if (own === undefined) return <span className="quiet">{texts.undecided}</span>;
  const change = findChange(data, session.party);
  return (
    <>
      <AnswerTag
        says={own.says}
        not={own.version.record === data.outcome.summary?.record ? undefined : 'thisVersion'}
      />
      {change !== null && <strong className={classes['again']}>{texts.decideAgain[change]}</strong>}
    </>
  );
}
