import type { ReactNode } from 'react';
import type { Answer } from '../../../core/verify/answers.ts';
import type { Standing } from '../../../core/verify/currentness.ts';
import type { Summary } from '../../../core/verify/summary.ts';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { toneOfAnswer } from '../../components/answer-tone.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { MOST_OF_TEXT, showOutside } from '../../language/outside-text.ts';
import { wordOf } from '../../language/word-of.ts';
import type { Outcome } from '../work/messages.ts';
import { ByParty, Quoted, useFileFacts } from './file-facts.tsx';
import { useFileFactsTexts } from './file-facts-texts.ts';
import { Party } from './party.tsx';
import { useServerHints } from './server-hints.ts';
import { useVerdictTexts } from './verdict-texts.ts';
import { explainVerdict } from './why.ts';
import classes from './verdict.module.css';

/** Who, what and when: what a proof file says about its record, and what others say about it. */
export function SummaryFacts({ outcome }: { outcome: Outcome }) {
  const { summary, bundle, parties } = outcome;
  const texts = useVerdictTexts();
  const records = useRecordTexts();
  const format = useFormat();
  const hints = useServerHints();
  const ownWords = useOwnWords();
  const ofFile = useFileFacts(outcome);
  const { asFileStates } = useFileFactsTexts();
  if (summary === null || bundle === null) return null;
  const doubt = doubtOf(outcome);
  const state = (text: string): string => (doubt === null ? text : asFileStates(text));
  const { kind, subject, sequence, record, sealedAt, anchoredAt, batch, standing, basis, answers } = summary;
  const isAnswer = kind === 'assurance' || kind === 'decision';
  const own = ownWords(bundle.records[0]?.statement ?? {});
  const facts: [string, ReactNode][] = [
    [
      texts.party,
      <span key="party" className={classes['standing']}>
        <Party id={summary.party} parties={parties} />
        {hints?.renderLost(summary.party, kind)}
      </span>,
    ],
    [texts.record, texts.kindOf(records.kinds[kind], subject, format.number(sequence))],
    ['ID', <Hash key="id" value={record} />],
    [texts.sealed, state(texts.inBatch(format.time(sealedAt), format.number(batch)))],
    [texts.anchored, state(texts.onChain(format.time(anchoredAt), String(bundle.chainId)))],
    [texts.standing, <StandingText key="standing" standing={standing} doubt={doubt} />],
    ...ofFile,
    ...(isAnswer && own.length > 0
      ? [[texts.ownWords, <OwnWords key="own" words={own} doubt={doubt} />] as [string, ReactNode]]
      : []),
    ...(basis.length > 0
      ? [[texts.cites, <Basis key="cites" {...{ basis, doubt, outcome }} />] as [string, ReactNode]]
      : []),
  ];
  const others: [string, ReactNode][] = isAnswer
    ? []
    : [
        [texts.assured, <Answers key="assured" {...{ answers, parties, doubt }} kind="assurance" />],
        [texts.decided, <Answers key="decided" {...{ answers, parties, doubt }} kind="decision" />],
      ];
  return <Facts facts={[...facts, ...others]} />;
}

/** Why what a file says is not shown in the colours of what is proven: it is not genuine, or even altered. Null for a genuine file. */
export type Doubt = 'altered' | 'unproven' | null;

/** Returns whether what a file says belongs to what was signed. */
export function doubtOf(outcome: Outcome): Doubt {
  const why = explainVerdict(outcome);
  if (why.verdict === 'unchecked') return 'unproven';
  if (why.verdict === 'verified' || why.isGenuine) return null;
  return why.cause === 'altered' ? 'altered' : 'unproven';
}

const STANDING_TONES: Record<Standing['state'], Tone> = {
  current: 'good',
  superseded: 'unsure',
  withdrawn: 'bad',
  unknown: 'unsure',
  later: 'unsure',
};

function StandingText({ standing: { state, by, reason }, doubt }: { standing: Standing; doubt: Doubt }) {
  const texts = useVerdictTexts();
  return (
    <span className={classes['standing']}>
      <Tag tone={doubt === null ? STANDING_TONES[state] : 'neutral'}>{texts.standings[state]}</Tag>
      <AsSigned doubt={doubt} />
      {by !== null && (
        <span>
          {texts.replacedBy} <Hash value={by} />
        </span>
      )}
      {reason !== null && (
        <span>
          {texts.reason}: <q>{short(reason)}</q>
        </span>
      )}
    </span>
  );
}

/** Marks what others said where the file was altered: they answered what was signed. */
function AsSigned({ doubt }: { doubt: Doubt }) {
  const texts = useVerdictTexts();
  return doubt === 'altered' && <span className="quiet">{texts.asSigned}</span>;
}

function Basis({ basis, doubt, outcome }: Pick<Summary, 'basis'> & { doubt: Doubt; outcome: Outcome }) {
  return (
    <ul className={classes['plain']}>
      {basis.map(({ record, title, standing }) => (
        <li key={record} className={classes['answer']}>
          <span>
            <Quoted text={title} /> <Hash value={record} /> <ByParty id={record} outcome={outcome} />
          </span>
          <StandingText standing={standing} doubt={doubt} />
        </li>
      ))}
    </ul>
  );
}

function short(text: string): string {
  return showOutside(text, MOST_OF_TEXT);
}

interface AnswersProps {
  readonly answers: readonly Answer[];
  readonly kind: Answer['kind'];
  readonly parties: readonly NamedParty[];
  readonly doubt: Doubt;
}

function Answers({ answers, kind, parties, doubt }: AnswersProps) {
  const texts = useVerdictTexts();
  const shown = answers.filter((answer) => answer.kind === kind);
  if (shown.length === 0) return <span className="quiet">{texts.nobody}</span>;
  return (
    <ul className={classes['plain']}>
      {shown.map((answer) => (
        <AnswerText key={answer.record} {...{ answer, parties, doubt }} />
      ))}
    </ul>
  );
}

function AnswerText({
  answer,
  parties,
  doubt,
}: Pick<AnswersProps, 'parties' | 'doubt'> & { answer: Answer }) {
  const texts = useVerdictTexts();
  const { kind, says, party, level, scope, standard, reason, counts, standing } = answer;
  const isGone =
    standing.state === 'superseded' || standing.state === 'withdrawn' || standing.state === 'later';
  const hints = useServerHints();
  const { notStated } = useFileFactsTexts();
  const isOpinion = kind === 'assurance';
  const details = [
    ...(level === null && !isOpinion
      ? []
      : [texts.level(level === null ? notStated : wordOf(texts.levels, short(level)))]),
    ...(scope === null && !isOpinion ? [] : [texts.scope(scope === null ? notStated : short(scope))]),
    ...(standard === null ? [] : [texts.standard(short(standard))]),
    ...(isGone ? [] : [counts ? texts.counts : texts.otherVersion]),
  ];
  return (
    <li className={classes['answer']}>
      <span className="row">
        <Tag tone={isGone || !counts || doubt !== null ? 'neutral' : toneOfAnswer(says)}>
          {wordOf(texts.opinions, says)}
        </Tag>
        <span>
          {texts.by} <Party id={party} parties={parties} />
        </span>
      </span>
      {hints?.renderLost(party, kind)}
      <AsSigned doubt={doubt} />
      <span className="quiet">{details.join(' · ')}</span>
      {reason !== null && <q>{short(reason)}</q>}
      {isGone && (
        <span className={classes['gone']}>
          <StandingText standing={standing} doubt={doubt} /> {texts.notCounted}
        </span>
      )}
    </li>
  );
}

/** Returns what an answer says about what it answers: the opinion or outcome first. */
function useOwnWords(): (statement: Readonly<Record<string, unknown>>) => string[] {
  const texts = useVerdictTexts();
  const { notStated } = useFileFactsTexts();
  return ({ opinion, outcome, level, scope, standard, reason }) => {
    const text = (word: unknown): string | null => (typeof word === 'string' && word !== '' ? word : null);
    const says = text(opinion) ?? text(outcome);
    if (says === null) return [];
    const [ownLevel, ownScope] = [text(level), text(scope)];
    const aboutOpinion = [
      texts.level(ownLevel === null ? notStated : wordOf(texts.levels, ownLevel)),
      texts.scope(ownScope ?? notStated),
    ];
    return [says, ...(opinion === undefined ? [] : aboutOpinion), text(standard), text(reason)].filter(
      (word) => word !== null,
    );
  };
}

function OwnWords({ words: [says = '', ...others], doubt }: { words: readonly string[]; doubt: Doubt }) {
  const texts = useVerdictTexts();
  return (
    <span className={classes['standing']}>
      <Tag tone={doubt === null ? toneOfAnswer(says) : 'neutral'}>{wordOf(texts.opinions, says)}</Tag>
      {others.map(short).join(' · ')}
    </span>
  );
}
