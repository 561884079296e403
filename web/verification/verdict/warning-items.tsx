import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { useCodeText } from '../words/code-texts.ts';
import { useFigureNoteTexts } from './figure-note-texts.ts';

/** The warnings of a verdict, and the figures that are shown under another name, as items of a list. */
export function WarningItems({
  warnings,
  summary,
}: {
  warnings: ProofVerification['checks'];
  summary: ProofVerification['summary'];
}) {
  const explain = useCodeText();
  const { renamedWarning } = useFigureNoteTexts();
  return (
    <>
      {warnings.map(({ code, basis }) => (
        <li key={`${code} ${basis}`}>{explain(code)}</li>
      ))}
      {(summary?.relabelled ?? []).map(({ key, cited }) => (
        <li key={`renamed ${key}`}>
          {renamedWarning(showOutside(key, MOST_OF_TITLE), showOutside(cited, MOST_OF_TITLE))}
        </li>
      ))}
    </>
  );
}
