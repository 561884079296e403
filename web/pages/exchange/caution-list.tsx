import { useCodeText } from '../../verification/words/code-texts.ts';
import type { DecisionCaution } from '../../../jobs/decide/decision-cautions.ts';
import { useDecisionTexts } from './decision-texts.ts';

/** What speaks against accepting a disclosure, in words. */
export function CautionList({ cautions }: { cautions: readonly DecisionCaution[] }) {
  const texts = useDecisionTexts();
  const explain = useCodeText();
  const said = (caution: DecisionCaution): string => {
    if (caution.code === 'warned') return explain(caution.reason);
    if (caution.code === 'notVerified')
      return caution.reason === null ? texts.notVerified : explain(caution.reason);
    return texts.caution[caution.code];
  };
  return (
    <ul className="marked">
      {cautions.map((caution) => (
        <li key={`${caution.code} ${'reason' in caution ? caution.reason : ''}`}>{said(caution)}</li>
      ))}
    </ul>
  );
}
