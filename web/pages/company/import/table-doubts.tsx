import type { ImportAnswer } from '../../../../jobs/import/table-request.ts';
import { CautionList } from './caution-list.tsx';
import { FindingList } from './finding-list.tsx';
import { useTotalTexts } from './total-texts.ts';

/** What a refused table contradicts itself in, besides its problems: totals, units, periods that overlap, months given twice. */
export function TableDoubts({ answer }: { answer: Extract<ImportAnswer, { isValid: false }> }) {
  const texts = useTotalTexts();
  const { findings, cautions } = answer;
  if (findings.length === 0 && cautions.length === 0) return null;
  return (
    <section aria-label={texts.doubts}>
      <FindingList findings={findings} />
      {cautions.length > 0 && <CautionList cautions={cautions} title={texts.doubtful} />}
    </section>
  );
}
