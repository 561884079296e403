import type { KindName } from '../../../core/records/kind.ts';
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
  if (summary === null || bundle === null) return null;
  const coverages = bundle.records[0]!.entries.shown.map((entry) =>
    readCoverage(readClaim(entry, { bundle, summary }).detail),
  );
  const exclusions = coverages.flatMap((coverage) =>
    coverage.exclusions.map(({ what, reason }) => texts.exclusion(what, reason)),
  );
  const warnings = coverages.flatMap((coverage) => coverage.warnings);
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
      <Quoted title={texts.exclusionsTitle} quotes={exclusions} />
      <Quoted title={texts.warningsTitle} quotes={warnings} />
    </>
  );
}

/** Texts that are listed of one kind. */
const MOST_QUOTED = 60;

/** Texts of the engine or of a party, in the language in which they were written, each once. */
function Quoted({ title, quotes }: { title: string; quotes: readonly string[] }) {
  const each = [...new Set(quotes)];
  if (each.length === 0) return null;
  return (
    <div className={classes['quoted']}>
      <h3>{title}</h3>
      <ul>
        {each.slice(0, MOST_QUOTED).map((quote) => (
          <li key={quote} lang="en">
            <bdi>{showOutside(quote, 3 * MOST_OF_TITLE)}</bdi>
          </li>
        ))}
        {each.length > MOST_QUOTED && <li>…</li>}
      </ul>
    </div>
  );
}
