import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ApiError } from '../../../client/http/api-error.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { FigureName } from '../../components/figure-name.tsx';
import { StateTag } from '../../components/record-tags.tsx';
import { toneOfAnswer } from '../../components/answer-tone.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { type ItemOf, newestQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { wordOf } from '../../language/word-of.ts';
import type { PartySession } from '../../session/require-session.tsx';
import type { Judged } from '../../verification/verdict/report.tsx';
import { readClaim } from '../../verification/verdict/figure-claims.ts';
import { useHeadline } from '../../verification/verdict/headline.ts';
import { useCodeText } from '../../verification/words/code-texts.ts';
import { useSourceNews } from '../../work/source-news.tsx';
import { useSourceNewsTexts } from '../../work/source-news-texts.ts';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useVerdict, type VerdictRules } from '../../work/use-verdict.ts';
import { findChangeAfter, findDecision, firstReason, listOpinions } from './choose-disclosures.ts';
import { useExchangeTexts } from './exchange-texts.ts';
import classes from './exchange.module.css';
import { type OwnDecisions, pendingDecision } from './known-verdicts.ts';
import { ProvenParty } from './proven.tsx';
import { useNews } from './use-news.ts';

interface CellProps {
  readonly session: PartySession;
  readonly item: ItemOf<'listRecords'>;
  readonly rules: VerdictRules | undefined;
}

const VERDICT_TONES: Readonly<Record<string, Tone>> = {
  verified: 'good',
  'not-verified': 'bad',
  unchecked: 'unsure',
};

/** The verdict on a disclosure, and the first reason where it is not verified. */
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
  const { verdict } = data.outcome;
  const reason = firstReason(data);
  return (
    <>
      <span className={classes['wrapping']}>
        <Tag tone={VERDICT_TONES[verdict]}>{headline(data.outcome)}</Tag>
      </span>
      {reason !== null && <div className={classes['small']}>{explain(reason)}</div>}
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

/** The first figures of a disclosure that its proof file shows. */
export function FiguresCell({ session, item, rules }: CellProps) {
  const texts = useExchangeTexts();
  const format = useFormat();
  const { data } = useVerdict(session, item.id, rules);
  if (data === undefined) return null;
  const figures = data.outcome.summary?.figures ?? [];
  if (figures.length === 0) return <span className="quiet">{texts.noFigures}</span>;
  const more = figures.length - MOST_FIGURES;
  return (
    <>
      {figures.slice(0, MOST_FIGURES).map(({ key, value, unit }) => (
        <div key={key} className={classes['figure']}>
          <FigureName figure={{ key, detail: namingDetailOf(data, key) }} />{' '}
          <strong className="unbroken">
            {value === null ? '' : `${format.decimal(value)} ${format.unit(unit)}`}
          </strong>
        </div>
      ))}
      {more > 0 && <div className={classes['small']}>{texts.moreFigures(format.number(more))}</div>}
    </>
  );
}

/** Returns the detail by which a figure of a proof file is named. */
function namingDetailOf({ outcome: { bundle, summary } }: Judged, key: string): unknown {
  const entry = bundle?.records[0]?.entries.shown.find((each) => each.key === key);
  if (entry === undefined || bundle === null || summary === null) return null;
  return readClaim(entry, { bundle, summary }).namedBy;
}

/** What an opinion or a decision says, in words and colour. */
export function AnswerTag({ says, isOlder = false }: { says: string; isOlder?: boolean }) {
  const texts = useExchangeTexts();
  const { values } = useStatementTexts();
  const word = wordOf(values, says);
  return (
    <span className={classes['wrapping']}>
      <Tag tone={isOlder ? 'neutral' : toneOfAnswer(says)}>{isOlder ? texts.older(word) : word}</Tag>
    </span>
  );
}

/** The opinions about a disclosure that stand, and whose they are. */
export function AssuredCell({ session, item, rules }: CellProps) {
  const texts = useExchangeTexts();
  const { data } = useVerdict(session, item.id, rules);
  if (data === undefined) return null;
  const opinions = listOpinions(data);
  if (opinions.length === 0) return <span className="quiet">{texts.nobody}</span>;
  return opinions.map(({ record, says, party }) => (
    <div key={record}>
      <AnswerTag says={says} />
      <div className={classes['small']}>
        <ProvenParty id={party} judged={data} />
      </div>
    </div>
  ));
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
  const change = findChangeAfter(data, session.party);
  return (
    <>
      <AnswerTag says={own.says} isOlder={own.version.record !== data.outcome.summary?.record} />
      {change !== null && <strong className={classes['again']}>{texts.decideAgain[change]}</strong>}
    </>
  );
}
