import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Answered } from '../../../../agents/coordinator/answer-question.ts';
import { render } from '../../../../agents/render/render.ts';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import classes from '../ask.module.css';
import { useAskTexts } from '../ask-texts.ts';
import { copyAnswer } from './copy-answer.ts';
import { useWriting } from './use-writing.ts';

interface AnswerActionsProps {
  readonly answered: Answered;
  readonly onAgain: () => void;
}

/** What can be done with an answer. What leaves the page has a citation for each figure, and no words of a model. */
export function AnswerActions({ answered, onAgain }: AnswerActionsProps) {
  const texts = useAskTexts();
  const { file } = useWriting();
  const [isCopied, setCopied] = useState(false);
  const { error, attempt } = useAttempt();
  const { admitted, workbench } = answered;
  const copy = (): Promise<void> =>
    attempt(async () => {
      await copyAnswer(render(admitted, file), workbench.handles, file);
      setCopied(true);
    });
  return (
    <div className={classes['screen']}>
      <div className="row">
        <Button variant="default" onClick={() => void copy()}>
          {texts.copy}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          {texts.print}
        </Button>
        <Button variant="default" onClick={onAgain}>
          {texts.again}
        </Button>
        <span role="status">{isCopied && texts.copied}</span>
      </div>
      {error !== null && <Failure error={error} />}
    </div>
  );
}
