import { Button } from '@mantine/core';
import { useState } from 'react';
import { isPrivateAnswer } from '../../../../agents/answer/build-answer.ts';
import { render } from '../../../../agents/render/render.ts';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import classes from '../ask.module.css';
import { useAskTexts } from '../ask-texts.ts';
import { useVerdictRules } from '../../../work/use-verdict.ts';
import { useAsker } from '../question/record-verdict.tsx';
import { copyAnswer } from './copy-answer.ts';
import { saveAnswer } from './save-answer.ts';
import type { AnsweredQuestion } from './use-answer.ts';
import { useWriting } from './use-writing.ts';

interface AnswerActionsProps {
  readonly done: AnsweredQuestion;
  readonly onAgain: () => void;
}

/** What can be done with an answer. What leaves the page has a citation for each figure, and no words of a model. */
export function AnswerActions({ done, onAgain }: AnswerActionsProps) {
  const texts = useAskTexts();
  const { file } = useWriting();
  const [isCopied, setCopied] = useState(false);
  const { error, attempt, isBusy } = useAttempt();
  const { answered } = done;
  const { admitted, workbench } = answered;
  const asker = useAsker();
  const rules = useVerdictRules();
  const isPrivate = isPrivateAnswer(done);
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
        {answered.refused === null && rules !== undefined && (
          <Button
            variant="default"
            loading={isBusy}
            onClick={() => void attempt(() => saveAnswer(done, { asker, rules }))}
          >
            {isPrivate ? texts.savePrivate : texts.save}
          </Button>
        )}
        <Button variant="default" onClick={() => window.print()}>
          {texts.print}
        </Button>
        <Button variant="default" onClick={onAgain}>
          {texts.again}
        </Button>
        <span role="status">{isCopied && texts.copied}</span>
      </div>
      {answered.refused === null && (
        <p className="quiet">{isPrivate ? texts.savePrivateHelp : texts.saveHelp}</p>
      )}
      {error !== null && <Failure error={error} />}
    </div>
  );
}
