import type { CheckName } from '../../../core/verify/policy.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import { showsFigures } from '../../../jobs/verify/shown-figures.ts';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { shorten } from '../../components/hash.tsx';
import { useFormat } from '../../language/format.ts';
import { MOST_OF_TEXT, showOutside } from '../../language/outside-text.ts';
import { useCheckTexts } from '../words/check-texts.ts';
import { useCodeText } from '../words/code-texts.ts';
import { findVersion } from '../../../jobs/verify/present.ts';
import { EnglishNote } from './english-note.tsx';
import { DifferenceTable } from './difference-table.tsx';
import { listDifferences } from './list-differences.ts';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

interface CheckListProps {
  readonly checks: readonly CheckResult[];
  readonly parties: readonly NamedParty[];
  /** The proof file, which tells the versions of its records; null where it could not be read. */
  readonly bundle: Bundle | null;
  /** The batch as of which it is known which versions are the newest; null where that is not known. */
  readonly batch: number | null;
  /** The checks that the policy does not require. */
  readonly notRequired: readonly CheckName[];
  /** Whether more results may come. */
  readonly isRunning: boolean;
}

/** All checks in plain words, each with what it depends on, and its findings below. */
export function CheckList({ checks, parties, notRequired, isRunning, bundle, batch }: CheckListProps) {
  const names = Object.keys(useCheckTexts()) as CheckName[];
  const byName = Map.groupBy(checks, ({ check }) => check);
  return (
    <ol className={classes['checks']} aria-busy={isRunning}>
      {names.map((check) => (
        <CheckItem
          key={check}
          check={check}
          findings={byName.get(check) ?? []}
          parties={parties}
          bundle={bundle}
          batch={batch}
          isRequired={!notRequired.includes(check)}
        />
      ))}
    </ol>
  );
}

type Result = CheckResult['result'] | 'waiting';
const SEVERITY: readonly CheckResult['result'][] = ['fail', 'skipped', 'warn', 'pass'];

/** Returns the worst result of findings; a check that only lacks something that is not required may still have passed for others. */
function worstResult(findings: readonly CheckResult[]): Result {
  return SEVERITY.find((result) => findings.some((finding) => finding.result === result)) ?? 'waiting';
}

interface CheckItemProps {
  readonly check: CheckName;
  readonly findings: readonly CheckResult[];
  readonly parties: readonly NamedParty[];
  readonly bundle: Bundle | null;
  readonly batch: number | null;
  readonly isRequired: boolean;
}

function CheckItem({ check, findings, parties, isRequired, bundle, batch }: CheckItemProps) {
  const texts = useVerdictTexts();
  const format = useFormat();
  const { name, rests } = useCheckTexts()[check];
  const explain = useCodeText();
  const found = worstResult(findings);
  const isOnFigures = check === 'entries' && found === 'pass';
  const isNoneShown = isOnFigures && bundle !== null && !showsFigures(bundle);
  const result = isNoneShown ? 'skipped' : found;
  const records = new Set(findings.map(({ record }) => record)).size;
  const codes = [...new Set(findings.map(({ code }) => code).filter((code) => code !== 'ok'))];
  const line = (
    <>
      <ResultSign result={result} />
      <span className={classes['said']}>
        <span className={classes['name']}>
          {isNoneShown || (isOnFigures && bundle === null) ? texts.comparedFigures : name}
          <span className="quiet">
            {' '}
            · {isNoneShown ? texts.noneShown : texts.results[result]}
            {records > 1 && ` · ${texts.forRecords(format.number(records))}`}
            {check === 'currentness' && batch !== null && ` · ${texts.inNewest(format.number(batch))}`}
            {!isRequired && ` · ${texts.notRequired}`}
          </span>
        </span>
        {codes.map((code) => (
          <span key={code} className={classes['reason']}>
            {explain(code)}
          </span>
        ))}
        <span className={classes['rests']}>{rests}</span>
      </span>
    </>
  );
  return (
    <li className={classes['check']} data-result={result} data-required={isRequired}>
      {findings.length === 0 ? (
        <div className={classes['line']}>{line}</div>
      ) : (
        <details open={result === 'fail'}>
          <summary className={classes['line']}>
            {line}
            <svg className={classes['opener']} width="16" height="16" viewBox="0 0 16 16" aria-hidden>
              <path d="M4 6l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.8" />
            </svg>
          </summary>
          <Findings findings={findings} parties={parties} bundle={bundle} />
        </details>
      )}
    </li>
  );
}

/** Findings that are listed of one check. */
const MOST_FINDINGS = 60;

function Findings({ findings, parties, bundle }: Pick<CheckItemProps, 'findings' | 'parties' | 'bundle'>) {
  const texts = useVerdictTexts();
  const sorted = [...findings].sort((a, b) => SEVERITY.indexOf(a.result) - SEVERITY.indexOf(b.result));
  return (
    <ul className={classes['findings']}>
      {sorted.slice(0, MOST_FINDINGS).map((finding, index) => (
        <li key={index}>
          <p className={classes['where']}>
            {texts.results[finding.result]} · {texts.code} <code>{finding.code}</code> ·{' '}
            {finding.record === null ? texts.whole : `${texts.ofRecord} ${shorten(finding.record)}`}
          </p>
          <EnglishNote text={showOutside(nameParties(finding.basis, parties), MOST_OF_TEXT)} />
          <Values finding={finding} bundle={bundle} />
        </li>
      ))}
      {sorted.length > MOST_FINDINGS && <li>…</li>}
    </ul>
  );
}

function Values({
  finding: { result, code, expected, actual },
  bundle,
}: {
  finding: CheckResult;
  bundle: Bundle | null;
}) {
  const texts = useVerdictTexts();
  const format = useFormat();
  if (result === 'pass' || result === 'skipped') return null;
  const write = WRITERS[code] ?? (VERSION_CODES.has(code) ? writeVersion : undefined);
  const [left, right] = [expected, actual].map((value) =>
    write === undefined ? value : write(value, { format, texts, bundle }),
  );
  const rows = listDifferences(left, right).map((each) => ({
    name: each.path,
    left: each.expected,
    right: each.actual,
  }));
  if (rows.length === 0 || rows.every((row) => row.left === null)) return null;
  const own = code.startsWith('basis-') ? texts.citedVersion : texts.thisVersion;
  const isVersion = VERSION_CODES.has(code);
  return (
    <DifferenceTable
      caption={texts.details}
      leftName={isVersion ? own : texts.expected}
      rightName={isVersion ? texts.newestVersion : texts.actual}
      rows={rows.slice(0, MOST_FINDINGS)}
    />
  );
}

interface WriteWith {
  readonly format: ReturnType<typeof useFormat>;
  readonly texts: ReturnType<typeof useVerdictTexts>;
  readonly bundle: Bundle | null;
}

type Write = (value: unknown, given: WriteWith) => unknown;

/** Findings that compare a version with the newest one, both by their ids. */
const VERSION_CODES: ReadonlySet<string> = new Set([
  ...(['superseded', 'basis-superseded', 'withdrawn', 'basis-withdrawn', 'not-head'] as const),
]);

const writeVersion: Write = (value, { format, texts, bundle }) => {
  if (typeof value !== 'string' || bundle === null) return value;
  const version = findVersion(bundle, value);
  return version === null ? value : texts.versionWithId(format.number(version), value);
};

/** Findings whose values are seconds: an age, or a time. */
const WRITERS: Readonly<Record<string, Write | undefined>> = {
  'too-old': (value, { format }) => (typeof value === 'number' ? format.duration(value) : value),
  'anchored-later': (value, { format }) => (typeof value === 'number' ? format.zonedTime(value) : value),
};

/** Returns a text with the identifiers of parties in place of their ids. */
function nameParties(text: string, parties: readonly NamedParty[]): string {
  return parties.reduce((named, { id, identifiers }) => named.replaceAll(id, identifiers?.[0] ?? id), text);
}

const PATHS: Readonly<Record<Result, string>> = {
  pass: 'M5 10.5l3.5 3.5L15 7',
  fail: 'M6 6l8 8M14 6l-8 8',
  warn: 'M10 5v6M10 14.2v.3',
  skipped: 'M6 10h8',
  waiting: '',
};

function ResultSign({ result }: { result: Result }) {
  return (
    <svg className={classes['mark']} width="20" height="20" viewBox="0 0 20 20" aria-hidden>
      <circle cx="10" cy="10" r="9.5" className={classes['ground']} />
      <path d={PATHS[result]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
