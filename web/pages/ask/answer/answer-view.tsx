import { useId, useMemo, useState } from 'react';
import type { Admitted } from '../../../../agents/gate/admitted.ts';
import type { Handle } from '../../../../agents/handles/handle.ts';
import { plainText } from '../../../../agents/render/plain-text.ts';
import { render } from '../../../../agents/render/render.ts';
import { Notice } from '../../../components/notice.tsx';
import { CodedFailure } from '../../company/shared/coded-failure.tsx';
import { useLanguage } from '../../../language/language.tsx';
import classes from '../ask.module.css';
import { useAskTexts } from '../ask-texts.ts';
import { AnswerActions } from './answer-actions.tsx';
import { HandlesContext } from './answer-link.tsx';
import { AnswerNode } from './answer-node.tsx';
import { ChipPanel } from './chip-panel.tsx';
import type { AnsweredQuestion, AnswerState } from './use-answer.ts';
import { useWriting } from './use-writing.ts';

interface AnswerViewProps {
  readonly answer: AnswerState;
  readonly isBusy: boolean;
  /** Whether the question has other parts. */
  readonly isPart: boolean;
  readonly onAgain: () => void;
}

/** What became of a question: the steps of its tools, and the answer once it is admitted as a whole. */
export function AnswerView({ answer, isBusy, isPart, onAgain }: AnswerViewProps) {
  const texts = useAskTexts();
  const { language } = useLanguage();
  const id = useId();
  const { asked, progress, done, error } = answer;
  return (
    <section className={classes['answer']} aria-labelledby={id}>
      <h2 id={id}>{texts.answer}</h2>
      <p className={classes['question']}>{isPart ? asked.procedure.asks[language] : asked.text}</p>
      <Steps progress={progress} isBusy={isBusy && done === null && error === null} />
      {error !== null && <CodedFailure error={error} />}
      {done?.answered.refused?.error != null && <Ended progress={progress} />}
      {done !== null && <Answer {...{ asked, done, onAgain }} />}
    </section>
  );
}

function Steps({ progress, isBusy }: { progress: readonly Admitted[]; isBusy: boolean }) {
  const texts = useAskTexts();
  const { screen } = useWriting();
  const steps = progress.map((shown) => plainText(render(shown, screen)));
  if (steps.length === 0) return isBusy ? <p role="status">{texts.reading}</p> : null;
  return (
    <details open={isBusy} className={classes['screen']}>
      <summary>
        <span role="status">{isBusy ? steps.at(-1) : texts.steps}</span>
      </summary>
      <ul>
        {steps.map((step, at) => (
          <li key={at}>{step}</li>
        ))}
      </ul>
    </details>
  );
}

/** Why an answer ended before it was made: the last thing that was shown of it. */
function Ended({ progress }: { progress: readonly Admitted[] }) {
  const { screen } = useWriting();
  const last = progress.at(-1);
  if (last === undefined) return null;
  return <Notice tone="unsure" role="alert" title={plainText(render(last, screen))} />;
}

interface AnswerProps {
  readonly asked: AnswerState['asked'];
  readonly done: AnsweredQuestion;
  readonly onAgain: () => void;
}

function Answer({ asked, done, onAgain }: AnswerProps) {
  const texts = useAskTexts();
  const { language } = useLanguage();
  const { screen } = useWriting();
  const [opened, setOpened] = useState<Handle | null>(null);
  const { admitted, workbench } = done.answered;
  const { handles } = workbench;
  // The words of a model are in the language in which it was asked.
  const nodes = useMemo(
    () => render(admitted, screen).filter(({ is }) => is !== 'remark' || language === asked.language),
    [admitted, screen, language, asked],
  );
  return (
    <HandlesContext value={handles}>
      <div className={classes['beside']} data-open={opened !== null}>
        <div className={`card ${classes['blocks']}`}>
          {nodes.map((node, at) => (
            <AnswerNode key={at} node={node} onOpen={setOpened} />
          ))}
          {done.answered.refused === null && <p className="quiet">{texts.byProgram}</p>}
          <AnswerActions {...{ done, onAgain }} />
        </div>
        {opened !== null && (
          <ChipPanel handle={opened} handles={handles} onOpen={setOpened} onClose={() => setOpened(null)} />
        )}
      </div>
    </HandlesContext>
  );
}
