import { NativeSelect, Textarea } from '@mantine/core';
import { PROCEDURES } from '../../../../agents/coordinator/procedures.ts';
import type { Procedure } from '../../../../agents/procedures/procedure.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { useLanguage } from '../../../language/language.tsx';
import { showOutside } from '../../../language/outside-text.ts';
import { useAskTexts } from '../ask-texts.ts';
import { type AskState, partsOf } from './ask-state.ts';
import { useResults } from './use-results.ts';

interface ChooseQuestionProps {
  readonly about: Hex | null;
  readonly state: AskState;
  readonly onChange: (part: Partial<AskState>) => void;
}

/** The words of a question, and its type: the words choose it, or the person does. */
export function ChooseQuestion({ about, state, onChange }: ChooseQuestionProps) {
  const texts = useAskTexts();
  const { language } = useLanguage();
  const { procedures, unknown } = partsOf(state);
  const offered = useOffered(about);
  return (
    <section className="card stack" aria-labelledby="question">
      <h2 id="question">{texts.question}</h2>
      <Textarea
        label={texts.words}
        description={texts.wordsHelp}
        autosize
        minRows={2}
        maxLength={2000}
        value={state.text}
        onChange={({ currentTarget }) => onChange({ text: currentTarget.value })}
      />
      <NativeSelect
        label={texts.type}
        value={state.type ?? ''}
        data={[
          { value: '', label: texts.byWords },
          ...groupByAgent(offered).map(([agent, procedures]) => ({
            group: texts.agents[agent],
            items: procedures.map(({ question, asks }) => ({ value: question, label: asks[language] })),
          })),
        ]}
        onChange={({ currentTarget: { value } }) => onChange({ type: value === '' ? null : value })}
      />
      {state.type === null && state.text.trim() !== '' && (
        <p role="status">
          {procedures.length === 0
            ? texts.notUnderstood
            : texts.understood(procedures.map(({ asks }) => asks[language]).join(' '))}
        </p>
      )}
      {procedures.length > 0 && unknown.length > 0 && (
        <p className="quiet">
          {texts.notAnswered(unknown.map((sentence) => showOutside(sentence)).join(' '))}
        </p>
      )}
    </section>
  );
}

/** Returns the types of questions, those first that the record which the person looks at can answer. */
function useOffered(about: Hex | null): readonly Procedure[] {
  const { results } = useResults();
  const method = results.find(({ id }) => id === about)?.method;
  const takes = ({ runs }: Procedure): number =>
    Number(method !== undefined && runs.some(({ methods }) => methods.includes(method)));
  return [...PROCEDURES].sort((one, other) => takes(other) - takes(one));
}

function groupByAgent(
  procedures: readonly Procedure[],
): readonly (readonly [Procedure['agent'], readonly Procedure[]])[] {
  const agents = [...new Set(procedures.map(({ agent }) => agent))];
  return agents.map((agent) => [agent, procedures.filter((each) => each.agent === agent)]);
}
