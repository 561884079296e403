import type { ReactNode } from 'react';
import type { KindName } from '../../../core/records/kind.ts';
import { FaultText } from '../../components/fault-text.tsx';
import { useRunWarnings } from '../../language/faults/run-warnings.ts';
import { useFormat } from '../../language/format.ts';
import { methodOf } from '../../../pictures/kinds/method-of.ts';
import { writeGas } from '../../language/figure-names.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import { wordOf } from '../../language/word-of.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { type FigureClaim, readClaim } from '../../../jobs/verify/figure-claims.ts';
import { type Coverage, readCoverage } from './figure-coverage.ts';
import { listHints } from './figure-hints.ts';
import { useFigureNoteTexts } from './figure-note-texts.ts';
import classes from './figure-notes.module.css';

/** Gases that are named of one figure. */
const MOST_GASES = 12;

interface FigureNotesProps {
  readonly figure: string;
  readonly claim: FigureClaim;
  readonly kind: KindName;
}

/** What a figure covers in one line, and whose word that is; and that something is left out of it, or that its method warns. */
export function FigureNotes({ figure, claim, kind }: FigureNotesProps) {
  const texts = useFigureNoteTexts();
  const format = useFormat();
  const coverage = readCoverage(claim.detail);
  const { exclusions, warnings } = coverage;
  const covered = useCoverage()(coverage);
  const wordOf = useWord();
  const isNamed = methodOf(claim.namedBy, figure) !== null;
  const word = covered.length > 0 || isNamed ? wordOf(claim, kind) : null;
  const notes = word === null ? covered : [...covered, word];
  return (
    <>
      {notes.length > 0 && <span className={`quiet ${classes['note']}`}>{notes.join(' · ')}</span>}
      {exclusions.length > 0 && (
        <span className={classes['unsure']}>{texts.exclusions(format.number(exclusions.length))}</span>
      )}
      {warnings.length > 0 && (
        <span className={classes['unsure']}>{texts.warnings(format.number(warnings.length))}</span>
      )}
    </>
  );
}

/** Returns a function that says what a figure covers. */
function useCoverage(): (coverage: Coverage) => string[] {
  const texts = useFigureNoteTexts();
  const format = useFormat();
  return ({ gases, gwpSet, consolidation, parts }) => {
    const shown = gases.slice(0, MOST_GASES).map((gas) => writeGas(showOutside(gas, MOST_OF_TITLE)));
    const all = gases.length > shown.length ? [...shown, '…'] : shown;
    const scopes = (parts?.scopes ?? []).map((scope) => texts.scopes[scope]);
    return [
      ...(all.length > 0 ? [texts.gases(all.join(', '))] : []),
      ...(gwpSet === null ? [] : [texts.gwpSet(showOutside(gwpSet, MOST_OF_TITLE))]),
      ...(consolidation === null ? [] : [writeApproach(consolidation)]),
      ...(parts === null ? [] : [writeParts(parts.count, scopes)]),
    ];
  };

  function writeApproach(approach: string): string {
    return texts.consolidation(showOutside(wordOf(texts.approaches, approach), MOST_OF_TITLE));
  }

  function writeParts(count: number, scopes: readonly string[]): string {
    const written = format.number(count);
    return scopes.length === 0 ? texts.parts(written) : texts.ofScopes(format.list(scopes), written);
  }
}

/** Returns a function that says whose word a detail is; null for what was computed again. */
function useWord(): (claim: FigureClaim, kind: KindName) => string | null {
  const { byCited, byRecord } = useFigureNoteTexts();
  return ({ by }, kind) => {
    if (by === 'engine') return null;
    if (by === 'result') return byCited;
    return kind === 'disclosure' ? byRecord.disclosure : byRecord.result;
  };
}

/** What concerns all figures together: how they were chosen, what is left out of them, and what their method warns of. */
export function FigureRemarks({
  outcome: { summary, bundle },
}: {
  outcome: Pick<ProofVerification, 'summary' | 'bundle'>;
}) {
  const texts = useFigureNoteTexts();
  const textOf = useRunWarnings();
  if (summary === null || bundle === null) return null;
  const coverages = bundle.records[0]!.entries.shown.map((entry) =>
    readCoverage(readClaim(entry, { bundle, summary }).detail),
  );
  const exclusions = coverages.flatMap((coverage) =>
    coverage.exclusions.map(({ what, reason }) => texts.exclusion(what, reason)),
  );
  const warnings = coverages.flatMap((coverage) => coverage.warnings);
  const warned = [...new Map(warnings.map((each) => [each.message, each])).values()];
  const hints = listHints({ bundle, summary });
  return (
    <>
      {hints.length > 0 && (
        <ul className={classes['hints']}>
          {hints.map((hint) => (
            <li key={hint} data-hint={hint}>
              {texts.hints[hint]}
            </li>
          ))}
        </ul>
      )}
      <Quoted
        title={texts.exclusionsTitle}
        quotes={[...new Set(exclusions)]}
        show={(quote) => <bdi lang="en">{showOutside(quote, 3 * MOST_OF_TITLE)}</bdi>}
      />
      <Quoted
        title={texts.warningsTitle}
        quotes={warned}
        show={({ code, message }) => <FaultText text={textOf(code)} message={message} />}
      />
    </>
  );
}

/** Texts that are listed of one kind. */
const MOST_QUOTED = 60;

interface QuotedProps<Quote> {
  readonly title: string;
  readonly quotes: readonly Quote[];
  readonly show: (quote: Quote) => ReactNode;
}

/** What the engine or a party says: the first texts, under a title. */
function Quoted<Quote>({ title, quotes, show }: QuotedProps<Quote>) {
  if (quotes.length === 0) return null;
  return (
    <div className={classes['quoted']}>
      <h3>{title}</h3>
      <ul>
        {quotes.slice(0, MOST_QUOTED).map((quote, index) => (
          <li key={index}>{show(quote)}</li>
        ))}
        {quotes.length > MOST_QUOTED && <li>…</li>}
      </ul>
    </div>
  );
}
