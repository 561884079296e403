import { Button } from '@mantine/core';
import type { Procedure } from '../../../agents/procedures/procedure.ts';
import { useLanguage } from '../../language/language.tsx';
import type { Asked } from './answer/use-answer.ts';
import { useAskTexts } from './ask-texts.ts';
import { type AskState, listMissing } from './question/ask-state.ts';

interface AskButtonsProps {
  readonly state: AskState;
  readonly procedure: Procedure | null;
  readonly isBusy: boolean;
  /** Whether there is no model, or its host was agreed to. */
  readonly isAgreed: boolean;
  readonly onAsk: (asked: Asked) => void;
  readonly onStop: () => void;
}

/** Answers and stops, or says what is missing. */
export function AskButtons({ state, procedure, isBusy, isAgreed, onAsk, onStop }: AskButtonsProps) {
  const texts = useAskTexts();
  const { language } = useLanguage();
  const missing = procedure === null ? [] : listMissing(state, procedure);
  const lacks = missing.length > 0 ? texts.lacks(missing.map(({ run }) => run).join(', ')) : texts.agreeFirst;
  const canAsk = missing.length === 0 && isAgreed;
  const ask = (): void => {
    if (procedure === null) return;
    const text = state.text.trim() === '' ? procedure.asks[language] : state.text.trim();
    onAsk({ state, procedure, text, language });
  };
  return (
    <div className="row">
      <Button loading={isBusy} disabled={procedure === null || !canAsk} onClick={ask}>
        {texts.ask}
      </Button>
      {isBusy && (
        <Button variant="default" onClick={onStop}>
          {texts.stop}
        </Button>
      )}
      {procedure !== null && !canAsk && <span className="quiet">{lacks}</span>}
    </div>
  );
}
