import type { Policy } from '../../../core/verify/policy.ts';
import { Hash } from '../../components/hash.tsx';
import type { Tone } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import type { PolicyWords } from '../policy/chosen-policy.ts';
import { EndpointCaution } from '../policy/endpoint-caution.tsx';
import { hasDefaultRules } from '../policy/policy-for.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { useCheckTexts } from '../words/check-texts.ts';
import { useCodeText } from '../words/code-texts.ts';
import { isComparedWithChain } from './compared.ts';
import { useShownHeadline } from './headline.ts';
import { listObjections } from './objections.ts';
import { chooseShown, findVersion, type Present } from '../../../jobs/verify/present.ts';
import { ReplacedBy } from './replaced-by.tsx';
import { BothVerdicts, Since } from './since.tsx';
import { useVerdictTexts } from './verdict-texts.ts';
import { toneOfVerdict } from './verdict-tone.ts';
import { useWhyTexts } from './why-texts.ts';
import classes from './verdict.module.css';

interface VerdictHeadProps {
  readonly outcome: ProofVerification;
  /** Whose words the policy is made of. */
  readonly words: Omit<PolicyWords, 'policyFile'>;
  /** By which the file was judged; null where the user has named no ledger. */
  readonly policy: Policy | null;
  /** How the record of the file stands today; null where that is not asked. */
  readonly present?: Present | null;
  /** Asks that again; null where nobody can be asked. */
  readonly onAgain?: (() => void) | null;
  /** When the file was checked, unix seconds; null where it is not shown. */
  readonly checkedAt?: number | null;
  /** The headline, where the page has more to say than the verdict; it must begin with the verdict. */
  readonly word?: string;
  /** A line below the meaning of the verdict. */
  readonly note?: string;
}

/** The verdict in words, colour and sign, why it is so, and until when it holds. */
export function VerdictHead(props: VerdictHeadProps) {
  const { outcome: file, words, policy, present = null, onAgain = null, checkedAt = null } = props;
  const texts = useVerdictTexts();
  const headline = useShownHeadline();
  const shown = chooseShown(file, present);
  const { outcome } = shown;
  const { verdict } = outcome;
  const tone = toneOfVerdict(outcome, shown.newer);
  return (
    <div className={classes['head']} data-verdict={verdict} data-tone={tone}>
      <VerdictSign sign={signOf(outcome, tone)} />
      <div className={classes['said']}>
        <h2 className={classes['word']}>{props.word ?? headline(shown)}</h2>
        <Since {...{ present, shown, onAgain }} />
        <Meaning outcome={outcome} policy={policy} />
        {props.note !== undefined && <p>{props.note}</p>}
        <WarningCount outcome={outcome} file={file} />
        {present?.state === 'known' ? (
          <BothVerdicts {...{ outcome: file, checkedAt, present }} />
        ) : (
          <Age outcome={file} />
        )}
        {verdict !== 'not-verified' && words.ledgerFrom !== 'user' && (
          <p className={classes['caution']}>{texts.ledgerWord[words.ledgerFrom]}</p>
        )}
        {verdict !== 'not-verified' && <EndpointCaution words={words} policy={policy} />}
      </div>
    </div>
  );
}

/** What a verdict means, and why it is so. */
function Meaning({ outcome, policy }: { outcome: ProofVerification; policy: Policy | null }) {
  const texts = useVerdictTexts();
  const { meanings } = texts;
  if (outcome.verdict === 'not-verified')
    return (
      <>
        <NotVerified outcome={outcome} />
        <Reasons outcome={outcome} />
        <ReplacedBy outcome={outcome} />
      </>
    );
  if (outcome.verdict === 'unchecked')
    return (
      <>
        <p>{isComparedWithChain(outcome.checks) ? meanings.unchecked : meanings.notCompared}</p>
        <Unchecked outcome={outcome} />
        {(policy?.rpc.urls.length ?? 0) === 0 && <p>{texts.noEndpoint}</p>}
      </>
    );
  if (outcome.hidesFigures) return <p>{meanings.noFigures}</p>;
  // Who has set no conditions has those of the page.
  return <p>{policy !== null && hasDefaultRules(policy) ? meanings.byDefault : meanings.verified}</p>;
}

function WarningCount({ outcome, file }: { outcome: ProofVerification; file: ProofVerification }) {
  const texts = useVerdictTexts();
  const format = useFormat();
  const count = listWarnings(outcome, file).length + (file.summary?.relabelled.length ?? 0);
  return outcome.verdict === 'verified' && count > 0 && <p>{texts.withWarnings(format.number(count))}</p>;
}

/**
 * Returns the findings that a reader must know even where the file is verified, each once: warnings, and checks that passed because an
 * answer does not count. Where `outcome` is that of a fresh file, what `file` shows of answers to other records is among them.
 */
export function listWarnings(outcome: ProofVerification, file = outcome): ProofVerification['checks'] {
  const seen = new Set<string>();
  const isFresh = new Set(outcome.bundle?.records.map(({ id }) => id));
  const kept = new Set(
    file.summary?.otherAnswers.map(({ record }) => record).filter((id) => !isFresh.has(id)),
  );
  const ofFile = file.checks.filter(({ check, record }) => check === 'answers' && kept.has(record!));
  return [...outcome.checks, ...ofFile, ...listObjections(outcome)].filter(({ result, code, basis }) => {
    const isNotable = result === 'warn' || (result === 'pass' && code !== 'ok' && code !== 'hint-differs');
    if (!isNotable || seen.has(`${code} ${basis}`)) return false;
    return seen.add(`${code} ${basis}`);
  });
}

/** What it means that a file is not verified. */
function NotVerified({ outcome }: { outcome: ProofVerification }) {
  const texts = useWhyTexts();
  const { why } = outcome;
  if (why.verdict !== 'not-verified') return null;
  if (why.isGenuine) return <p>{texts.isGenuine}</p>;
  return <p>{why.cause === 'altered' ? texts.altered : texts.doNotUse}</p>;
}

function Reasons({ outcome }: { outcome: ProofVerification }) {
  const explain = useCodeText();
  const answer = useAnswer(outcome);
  const failed = outcome.checks.filter(({ result }) => result === 'fail');
  const reasons = new Map(failed.map((finding) => [`${finding.check} ${finding.code}`, finding]));
  return (
    <ul className={classes['reasons']}>
      {[...reasons.values()].map((finding) => (
        <li key={`${finding.check} ${finding.code}`}>
          <strong>{explain(finding.code)}</strong>
          <br />
          <span className="quiet">{answer(finding)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Returns a function that says what a failed check tested, with the answer. */
function useAnswer({
  bundle,
  summary,
}: ProofVerification): (finding: ProofVerification['checks'][number]) => string {
  const { answered } = useVerdictTexts();
  const checkTexts = useCheckTexts();
  const format = useFormat();
  return ({ check, code, record, actual }) => {
    const { name } = checkTexts[check];
    const isReplaced = code === 'superseded' || code === 'basis-superseded';
    const newest =
      isReplaced && bundle !== null && typeof actual === 'string' ? findVersion(bundle, actual) : null;
    if (newest === null) return answered.no(name);
    const cited = summary?.basis.find((each) => each.record === record);
    return cited === undefined
      ? answered.newestIs(name, format.number(newest))
      : answered.newestOf(name, showOutside(cited.title, MOST_OF_TITLE), format.number(newest));
  };
}

/** Whether a code says which engine is lacking, by the SHA-256 of its file. */
function isAboutEngine(code: string): boolean {
  return code === 'engine-missing' || code === 'engine-not-accepted';
}

function Unchecked({ outcome: { unchecked, checks } }: { outcome: ProofVerification }) {
  const checkTexts = useCheckTexts();
  const explain = useCodeText();
  const lacking = new Map(
    checks
      .filter(({ check, result }) => result === 'skipped' && unchecked.includes(check))
      .map((finding) => [finding.code, finding]),
  );
  lacking.delete('anchor-failed');
  lacking.delete('no-chain');
  return (
    <>
      <ul className={classes['reasons']}>
        {unchecked.map((check) => (
          <li key={check}>{checkTexts[check].name}</li>
        ))}
      </ul>
      {[...lacking.values()].map(({ code, actual }) => (
        <p key={code}>
          {explain(code)}
          {isAboutEngine(code) && (
            <>
              {' SHA-256: '}
              <Hash value={String(actual)} isWhole />
            </>
          )}
        </p>
      ))}
    </>
  );
}

function Age({ outcome }: { outcome: ProofVerification }) {
  const texts = useVerdictTexts();
  const format = useFormat();
  const { at, summary } = outcome;
  if (at !== null) return <p>{texts.judgedAt(format.zonedTime(at))}</p>;
  const { batch = null, asOf = null } = summary?.standing ?? {};
  const { why } = outcome;
  // How old a file is says nothing about what was changed in it.
  if (batch === null || (why.verdict === 'not-verified' && !why.isGenuine)) return null;
  const number = format.number(batch);
  return <p>{asOf === null ? texts.asOfBatch(number) : texts.asOf(number, format.zonedTime(asOf))}</p>;
}

const SIGNS = {
  verified: 'M14 25l7 7 14-15',
  'not-verified': 'M16 16l16 16M32 16L16 32',
  unchecked: 'M24 13v14M24 33v1.5',
  dated: 'M24 12v13l8 6',
} as const;

function signOf(outcome: ProofVerification, tone: Tone): keyof typeof SIGNS {
  if (outcome.verdict !== 'verified' || tone === 'good') return outcome.verdict;
  return outcome.hidesFigures ? 'unchecked' : 'dated';
}

/** The sign of a verdict: a tick, a cross, an exclamation mark; or a clock, where a newer version may exist. */
export function VerdictSign({ sign, size = 48 }: { sign: keyof typeof SIGNS; size?: number }) {
  return (
    <svg
      className={classes['sign']}
      data-sign={sign}
      width={size}
      height={size}
      viewBox="0 0 48 48"
      aria-hidden
    >
      <circle cx="24" cy="24" r="23" fill="currentColor" />
      <path d={SIGNS[sign]} fill="none" stroke="var(--surface)" strokeWidth="4.5" strokeLinecap="round" />
    </svg>
  );
}
