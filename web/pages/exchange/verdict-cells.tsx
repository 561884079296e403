import type { Judged } from '../../verification/verdict/report.tsx';
import { ApiError } from '../../../client/http/api-error.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { useVerdict, type VerdictRules } from '../../work/use-verdict.ts';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useCodeText } from '../../verification/words/code-texts.ts';
import { useExchangeTexts } from './exchange-texts.ts';

interface CellProps {
  readonly session: PartySession;
  readonly id: Hex;
  readonly rules: VerdictRules | undefined;
}

const VERDICT_TONES: Readonly<Record<string, Tone>> = {
  verified: 'good',
  'not-verified': 'bad',
  unchecked: 'unsure',
};

/** The verdict on a disclosure, and the first reason where it is not verified. */
export function VerdictCell({ session, id, rules }: CellProps) {
  const texts = useExchangeTexts();
  const explain = useCodeText();
  const { data, error } = useVerdict(session, id, rules);
  if (error !== null) return <Tag tone="unsure">{isEarly(error) ? texts.notYet : texts.failed}</Tag>;
  if (data === undefined) return <span className="quiet">{texts.checking}</span>;
  const { verdict } = data.outcome;
  const reason = firstReason(data);
  return (
    <>
      <Tag tone={VERDICT_TONES[verdict]}>{texts.verdicts[verdict]}</Tag>
      {reason !== null && <div className="quiet">{explain(reason)}</div>}
    </>
  );
}

/** Returns the code of the first check that failed, or that is required and was not made; null where all is well. */
export function firstReason({ outcome: { verdict, checks, unchecked } }: Judged): string | null {
  if (verdict === 'verified') return null;
  const found = checks.find(({ check, result }) =>
    verdict === 'not-verified' ? result === 'fail' : result === 'skipped' && unchecked.includes(check),
  );
  return found?.code ?? null;
}

function isEarly(error: unknown): boolean {
  return error instanceof ApiError && ['not-anchored', 'not-final', 'not-sealed'].includes(error.code);
}

const OPINION_TONES: Readonly<Record<string, Tone>> = {
  ...{ unqualified: 'good', accepted: 'good', qualified: 'unsure', queried: 'unsure' },
  ...{ adverse: 'bad', rejected: 'bad', withdrawn: 'bad' },
};

/** The opinions about a disclosure that stand. */
export function AssuredCell({ session, id, rules }: CellProps) {
  const texts = useExchangeTexts();
  const format = useFormat();
  const { values } = useStatementTexts();
  const words: Readonly<Record<string, string>> = values;
  const { data } = useVerdict(session, id, rules);
  if (data === undefined) return null;
  const [first, ...others] = listOpinions(data);
  if (first === undefined) return <span className="quiet">{texts.nobody}</span>;
  const word = words[first.says] ?? first.says;
  return (
    <Tag tone={OPINION_TONES[first.says]}>
      {others.length === 0 ? word : texts.opinionBy(word, format.number(others.length))}
    </Tag>
  );
}

/** Returns the assurances that stand and are about this version. */
export function listOpinions({ outcome: { summary } }: Judged) {
  return (summary?.answers ?? []).filter(({ kind, counts }) => kind === 'assurance' && counts);
}

/** What the user's own party has decided. */
export function DecisionCell({ session, id, rules }: CellProps) {
  const texts = useExchangeTexts();
  const { values } = useStatementTexts();
  const words: Readonly<Record<string, string>> = values;
  const { data } = useVerdict(session, id, rules);
  if (data === undefined) return null;
  const own = findDecision(data, session.party);
  if (own === undefined) return <span className="quiet">{texts.undecided}</span>;
  const word = words[own.says] ?? own.says;
  return (
    <Tag tone={own.counts ? OPINION_TONES[own.says] : 'neutral'}>{own.counts ? word : texts.older(word)}</Tag>
  );
}

/** Returns the decision of a party on the stream of a disclosure. */
export function findDecision({ outcome: { summary } }: Judged, party: Hex) {
  return summary?.answers.find((answer) => answer.kind === 'decision' && answer.party === party);
}
