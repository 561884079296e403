import type { ReactNode } from 'react';
import type { Answer } from '../../../core/verify/answers.ts';
import type { Standing } from '../../../core/verify/currentness.ts';
import type { Summary } from '../../../core/verify/summary.ts';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { Facts } from '../../components/facts.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { toneOfAnswer } from '../../components/record/answer-tone.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { MOST_OF_TEXT, showOutside } from '../../language/outside-text.ts';
import { wordOf } from '../../language/word-of.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { ByParty, Quoted, useFileFacts } from './file-facts.tsx';
import { useFileFactsTexts } from './file-facts-texts.ts';
import { useOpinionWords } from './opinion-words.ts';
import { Party } from './party.tsx';
import { mergeSummary, type Present } from '../../../jobs/verify/present.ts';
import { useServerHints } from './server-hints.ts';
import { RecordName, useSurroundings } from './surroundings.tsx';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/**
 * Who, what and when: what a proof file says about its record, and what others say about it. How these stand is what is known of today, if
 * that is known.
 */
export function SummaryFacts({
  outcome: file,
  present = null,
}: {
  outcome: ProofVerification;
  present?: Present | null;
}) {
  const { summary, bundle, parties, latest } = mergeSummary(file, present);
  const texts = useVerdictTexts();
  const records = useRecordTexts();
  const format = useFormat();
  const hints = useServerHints();
  const ownWords = useOwnWords();
  const ofFile = useFileFacts(file);
  const { asFileStates } = useFileFactsTexts();
  if (summary === null || bundle === null) return null;
  const doubt = doubtOf(file);
  const state = (text: string): string => (doubt === null ? text : asFileStates(text));
  const { kind, subject, sequence, record, sealedAt, anchoredAt, batch, standing, basis } = summary;
  const { answers, otherAnswers } = summary;
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
    [texts.id, <RecordName key="id" id={record} />],
    [texts.sealed, state(texts.inBatch(format.zonedTime(sealedAt), format.number(batch)))],
    [texts.anchored, state(texts.onChain(format.zonedTime(anchoredAt), String(bundle.chainId)))],
    [
      texts.standing,
      <StandingText
        key="standing"
        standing={standing}
        doubt={doubt}
        source={worstOf(basis)}
        latest={latest}
      />,
    ],
    ...ofFile,
    ...(isAnswer && own.length > 0
      ? [[texts.ownWords, <OwnWords key="own" words={own} doubt={doubt} />] as [string, ReactNode]]
      : []),
    ...(basis.length > 0
      ? [
          [texts.cites, <Basis key="cites" {...{ basis, doubt, latest }} outcome={file} />] as [
            string,
            ReactNode,
          ],
        ]
      : []),
  ];
  const opinions = answers.filter((answer) => answer.kind === 'assurance');
  const decisions = answers.filter((answer) => answer.kind === 'decision');
  const said: [string, readonly Answer[]][] = [
    ...(isAnswer && answers.length === 0
      ? []
      : [
          [texts.assured, opinions] as [string, readonly Answer[]],
          [texts.decided, decisions] as [string, readonly Answer[]],
        ]),
    ...(otherAnswers.length === 0 ? [] : [[texts.otherAnswers, otherAnswers] as [string, readonly Answer[]]]),
  ];
  const others = said.map(([name, shown]): [string, ReactNode] => [
    name,
    <Answers key={name} {...{ answers: shown, parties, doubt }} />,
  ]);
  return <Facts facts={[...facts, ...others]} />;
}

/** Why what a file says is not shown in the colours of what is proven: it is not genuine, or even altered. Null for a genuine file. */
export type Doubt = 'altered' | 'unproven' | null;

/** Returns whether what a file says belongs to what was signed. */
export function doubtOf(outcome: ProofVerification): Doubt {
  const { why } = outcome;
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

/** Returns how the sources of a record stand: whether one was withdrawn or replaced. */
function worstOf(basis: Summary['basis']): 'sourceWithdrawn' | 'sourceReplaced' | null {
  const states = new Set(basis.map(({ standing }) => standing.state));
  if (states.has('withdrawn')) return 'sourceWithdrawn';
  return states.has('superseded') ? 'sourceReplaced' : null;
}

interface StandingTextProps {
  readonly standing: Standing;
  readonly doubt: Doubt;
  /** How the sources of the record stand, where that is said with it. */
  readonly source?: ReturnType<typeof worstOf>;
  /** The newest batch of the ledger, as of which alone a record is simply the newest; null where that is not known. */
  readonly latest?: number | null;
}

function StandingText({ standing, doubt, source = null, latest = null }: StandingTextProps) {
  const texts = useVerdictTexts();
  const { state, by, reason, batch } = standing;
  const isOld = latest !== null && batch !== null && batch < latest;
  const isNeutral = doubt !== null || (state === 'current' && (source !== null || isOld));
  return (
    <span className={classes['standing']}>
      <Tag tone={isNeutral ? 'neutral' : STANDING_TONES[state]}>{useStandingWords()(standing, source)}</Tag>
      <AsSigned doubt={doubt} />
      {by !== null && (
        <span>
          {texts.replacedBy} <RecordName id={by} />
        </span>
      )}
      {reason !== null && (
        <span>
          {texts.reason} <q>{short(reason)}</q>
        </span>
      )}
    </span>
  );
}

/** Returns a function that says how a record stands. That it is the newest version always holds as of a batch. */
function useStandingWords(): (standing: Standing, source: ReturnType<typeof worstOf>) => string {
  const texts = useVerdictTexts();
  const format = useFormat();
  return ({ state, batch, asOf }, source) => {
    if (state !== 'current') return texts.standings[state];
    if (source !== null) return texts[source];
    if (batch === null) return texts.newestOfFile;
    return asOf === null
      ? texts.newestAsOfBatch(format.number(batch))
      : texts.newestAsOf(format.number(batch), format.zonedTime(asOf));
  };
}

/** Marks what others said where the file was altered: they answered what was signed. */
function AsSigned({ doubt }: { doubt: Doubt }) {
  const texts = useVerdictTexts();
  return doubt === 'altered' && <span className="quiet">{texts.asSigned}</span>;
}

interface BasisProps extends Pick<Summary, 'basis'> {
  readonly doubt: Doubt;
  readonly latest: number | null;
  readonly outcome: ProofVerification;
}

function Basis({ basis, doubt, latest, outcome }: BasisProps) {
  return (
    <ul className={classes['plain']}>
      {basis.map(({ record, title, standing }) => (
        <li key={record} className={classes['answer']}>
          <span>
            <RecordName id={record} text={<Quoted text={title} />} />{' '}
            <ByParty id={record} outcome={outcome} />
          </span>
          <StandingText standing={standing} doubt={doubt} latest={latest} />
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
  readonly parties: readonly NamedParty[];
  readonly doubt: Doubt;
}

function Answers({ answers, parties, doubt }: AnswersProps) {
  const texts = useVerdictTexts();
  if (answers.length === 0) return <span className="quiet">{texts.nobody}</span>;
  return (
    <ul className={classes['plain']}>
      {answers.map((answer) => (
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
  const { kind, says, party, reason, counts, standing, about, version } = answer;
  const { linkRecord } = useSurroundings();
  const word = wordOf(texts.opinions, says);
  const isGone =
    standing.state === 'superseded' || standing.state === 'withdrawn' || standing.state === 'later';
  const hints = useServerHints();
  const opinionWords = useOpinionWords();
  const forVersion = counts ? texts.counts : texts.otherVersion;
  const details = [...opinionWords(answer), ...(isGone || about !== 'subject' ? [] : [forVersion])];
  return (
    <li className={classes['answer']}>
      <span className="row">
        <Tag tone={isGone || !counts || doubt !== null ? 'neutral' : toneOfAnswer(says)}>
          {linkRecord === null ? word : linkRecord(answer.record, word)}
        </Tag>
        <span>
          {texts.by} <Party id={party} parties={parties} />
        </span>
      </span>
      {about !== 'subject' && (
        <span>
          {about === 'cited' ? texts.onCited : texts.onOther}{' '}
          <RecordName id={version.record} text={<Quoted text={version.title} />} />
        </span>
      )}
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
  const opinionWords = useOpinionWords();
  return (statement) => {
    const text = (name: string): string | null => {
      const word = statement[name];
      return typeof word === 'string' && word !== '' ? word : null;
    };
    const says = text('opinion') ?? text('outcome');
    if (says === null) return [];
    const kind = statement['opinion'] === undefined ? 'decision' : 'assurance';
    const [level, scope, standard] = [text('level'), text('scope'), text('standard')];
    const reason = text('reason');
    return [says, ...opinionWords({ kind, level, scope, standard }), ...(reason === null ? [] : [reason])];
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
