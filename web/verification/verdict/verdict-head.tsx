import type { ReactNode } from 'react';
import { useFormat } from '../../language/format.ts';
import type { Word } from '../policy/chosen-policy.ts';
import type { Outcome } from '../work/messages.ts';
import { useCheckTexts } from '../words/check-texts.ts';
import { useCodeText } from '../words/code-texts.ts';
import { isComparedWithChain } from './compared.ts';
import { useHeadline } from './headline.ts';
import { listObjections } from './objections.ts';
import { useVerdictTexts } from './verdict-texts.ts';
import { explainVerdict } from './why.ts';
import { useWhyTexts } from './why-texts.ts';
import classes from './verdict.module.css';

/** Whose word the address of the ledger was by which a file was judged. */
export type LedgerWord = Word;

interface VerdictHeadProps {
  readonly outcome: Outcome;
  readonly ledgerFrom: LedgerWord;
  readonly hasEndpoints: boolean;
  /** The headline, where the page has more to say than the verdict; it must begin with the verdict. */
  readonly word?: string;
  /** A line below the meaning of the verdict. */
  readonly note?: string;
  /** What one can do about the age of the file. */
  readonly children?: ReactNode;
}

/** The verdict in words, colour and sign, why it is so, and until when it holds. */
export function VerdictHead({ outcome, ledgerFrom, hasEndpoints, word, note, children }: VerdictHeadProps) {
  const texts = useVerdictTexts();
  const format = useFormat();
  const { verdict, checks } = outcome;
  const warnings = listWarnings(outcome).length + (outcome.summary?.relabelled.length ?? 0);
  const headline = useHeadline();
  const isWarned = verdict === 'verified' && warnings > 0;
  return (
    <div className={classes['head']} data-verdict={verdict}>
      <VerdictSign verdict={verdict} />
      <div className={classes['said']}>
        <h2 className={classes['word']}>{word ?? headline(outcome)}</h2>
        <p>
          {verdict === 'not-verified' ? (
            <Meaning outcome={outcome} />
          ) : (
            texts.meanings[verdict === 'verified' || isComparedWithChain(checks) ? verdict : 'notCompared']
          )}
        </p>
        {verdict === 'not-verified' && <Reasons codes={checks.filter(({ result }) => result === 'fail')} />}
        {verdict === 'unchecked' && <Unchecked outcome={outcome} />}
        {verdict === 'unchecked' && !hasEndpoints && <p>{texts.noEndpoint}</p>}
        {note !== undefined && <p>{note}</p>}
        {isWarned && <p>{texts.withWarnings(format.number(warnings))}</p>}
        <Age outcome={outcome} />
        {children}
        {verdict !== 'not-verified' && ledgerFrom !== 'user' && (
          <p className={classes['caution']}>{texts.ledgerWord[ledgerFrom]}</p>
        )}
      </div>
    </div>
  );
}

/**
 * Returns the findings that a reader must know even where the file is verified, each once: warnings, and checks that passed because an
 * answer does not count.
 */
export function listWarnings(outcome: Outcome): Outcome['checks'] {
  const seen = new Set<string>();
  return [...outcome.checks, ...listObjections(outcome)].filter(({ result, code, basis }) => {
    const isNotable = result === 'warn' || (result === 'pass' && code !== 'ok' && code !== 'hint-differs');
    if (!isNotable || seen.has(`${code} ${basis}`)) return false;
    return seen.add(`${code} ${basis}`);
  });
}

/** What it means that a file is not verified. */
function Meaning({ outcome }: { outcome: Outcome }) {
  const texts = useWhyTexts();
  const why = explainVerdict(outcome);
  if (why.verdict !== 'not-verified') return null;
  if (why.isGenuine) return texts.isGenuine;
  return why.cause === 'altered' ? texts.altered : texts.doNotUse;
}

function Reasons({ codes }: { codes: Outcome['checks'] }) {
  const texts = useVerdictTexts();
  const checkTexts = useCheckTexts();
  const explain = useCodeText();
  const reasons = new Map(codes.map(({ check, code }) => [`${check} ${code}`, { check, code }]));
  return (
    <ul className={classes['reasons']}>
      {[...reasons.values()].map(({ check, code }) => (
        <li key={`${check} ${code}`}>
          <strong>{explain(code)}</strong>
          <br />
          <span className="quiet">{texts.failedCheck(checkTexts[check].name)}</span>
        </li>
      ))}
    </ul>
  );
}

function Unchecked({ outcome: { unchecked, checks } }: { outcome: Outcome }) {
  const checkTexts = useCheckTexts();
  const explain = useCodeText();
  const codes = new Set(
    checks
      .filter(({ check, result }) => result === 'skipped' && unchecked.includes(check))
      .map(({ code }) => code),
  );
  codes.delete('anchor-failed');
  codes.delete('no-chain');
  return (
    <>
      <ul className={classes['reasons']}>
        {unchecked.map((check) => (
          <li key={check}>{checkTexts[check].name}</li>
        ))}
      </ul>
      {[...codes].map((code) => (
        <p key={code}>{explain(code)}</p>
      ))}
    </>
  );
}

/** Returns how many batches were anchored after the one whose heads a file shows; 0 where that is not known. */
export function countNewer({ summary, latest }: Pick<Outcome, 'summary' | 'latest'>): number {
  const batch = summary?.standing.batch ?? null;
  return batch === null || latest === null ? 0 : latest - batch;
}

function Age({ outcome: { at, summary, latest, verdict, checks, unchecked } }: { outcome: Outcome }) {
  const texts = useVerdictTexts();
  const format = useFormat();
  if (at !== null) return <p>{texts.judgedAt(format.time(at))}</p>;
  const { batch = null, asOf = null } = summary?.standing ?? {};
  const why = explainVerdict({ verdict, checks, unchecked });
  // How old a file is says nothing about what was changed in it.
  if (batch === null || (why.verdict === 'not-verified' && !why.isGenuine)) return null;
  const newer = countNewer({ summary, latest });
  const number = format.number(batch);
  return (
    <p>
      {asOf === null ? texts.asOfBatch(number) : texts.asOf(number, format.time(asOf))}{' '}
      {newer > 0 && texts.newer(format.number(newer))}
    </p>
  );
}

const SIGNS = {
  verified: 'M14 25l7 7 14-15',
  'not-verified': 'M16 16l16 16M32 16L16 32',
  unchecked: 'M24 13v14M24 33v1.5',
} as const;

/** The sign of a verdict: a tick, a cross, or an exclamation mark. */
export function VerdictSign({ verdict, size = 48 }: { verdict: keyof typeof SIGNS; size?: number }) {
  return (
    <svg
      className={classes['sign']}
      data-verdict={verdict}
      width={size}
      height={size}
      viewBox="0 0 48 48"
      aria-hidden
    >
      <circle cx="24" cy="24" r="23" fill="currentColor" />
      <path d={SIGNS[verdict]} fill="none" stroke="var(--surface)" strokeWidth="4.5" strokeLinecap="round" />
    </svg>
  );
}
