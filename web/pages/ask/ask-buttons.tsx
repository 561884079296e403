import { Button } from '@mantine/core';
import type { Procedure } from '../../../agents/procedures/procedure.ts';
import { useLanguage } from '../../language/language.tsx';
import type { Asked } from './answer/use-answer.ts';
import { useAskTexts } from './ask-texts.ts';
import { type AskState, listMissing } from './question/ask-state.ts';

interface AskButtonsProps {
  readonly state: AskState;
  /** What answers the question, part by part. */
  readonly procedures: readonly Procedure[];
  readonly isBusy: boolean;
  /** Whether there is no model, or its host was agreed to. */
  readonly isAgreed: boolean;
  readonly onAsk: (parts: readonly Asked[]) => void;
  readonly onStop: () => void;
}

/** Answers and stops, or says what is missing. */
export function AskButtons({ state, procedures, isBusy, isAgreed, onAsk, onStop }: AskButtonsProps) {
  const texts = useAskTexts();
  const { language } = useLanguage();
  const missing = procedures.flatMap((procedure) => listMissing(state, procedure));
  const names = missing.map(({ run, about }) => texts.runOf(run, about[language], false));
  const lacks = missing.length > 0 ? texts.lacks(names.join(texts.between)) : texts.agreeFirst;
  const canAsk = missing.length === 0 && isAgreed;
  const ask = (): void => {
    const own = state.text.trim();
    onAsk(
      procedures.map((procedure) => {
        const text = own === '' ? procedure.asks[language] : own;
        return { state, procedure, text, language };
      }),
    );
  };
  return (
    <div className="row">
      <Button loading={isBusy} disabled={procedures.length === 0 || !canAsk} onClick={ask}>
        {texts.ask}
      </Button>
      {isBusy && (
        <Button variant="default" onClick={onStop}>
          {texts.stop}
        </Button>
      )}
      {procedures.length > 0 && !canAsk && <span className="quiet">{lacks}</span>}
    </div>
  );
}
