import { Checkbox } from '@mantine/core';
import { Notice } from '../../components/notice.tsx';
import { CautionList } from './caution-list.tsx';
import type { DecisionCaution } from '../../../jobs/decide/decision-cautions.ts';
import { useDecisionTexts } from './decision-texts.ts';

interface AcceptCautionsProps {
  readonly cautions: readonly DecisionCaution[];
  readonly isSure: boolean;
  /** Whether the user went on without the tick. */
  readonly isMissing: boolean;
  readonly onSure: (isSure: boolean) => void;
}

/** Says what speaks against accepting a disclosure, just before it is signed, and asks for a tick. */
export function AcceptCautions({ cautions, isSure, isMissing, onSure }: AcceptCautionsProps) {
  const texts = useDecisionTexts();
  const isGrave = cautions.some(({ code }) => code === 'notVerified');
  return (
    <Notice
      tone={isGrave ? 'bad' : 'unsure'}
      title={isGrave ? texts.acceptUnverified : texts.acceptAnyway}
      isLive
    >
      <CautionList cautions={cautions} />
      <Checkbox
        label={texts.sure}
        checked={isSure}
        error={isMissing ? texts.sureMissing : null}
        onChange={({ target }) => onSure(target.checked)}
      />
    </Notice>
  );
}
