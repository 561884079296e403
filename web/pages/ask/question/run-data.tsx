import { Button, NativeSelect } from '@mantine/core';
import type { RunSlot } from '../../../../agents/procedures/procedure.ts';
import { nameOfKind } from '../../../../core/records/kind.ts';
import { kindsOfSources } from '../../../../jobs/compute/needs.ts';
import type { CataloguedMethod } from '../../../../jobs/engines/methods-catalogue.ts';
import { RecordLink } from '../../../components/record/record-link.tsx';
import { ParameterForm } from '../../company/compute/parameter-form.tsx';
import { useAskTexts } from '../ask-texts.ts';
import { AddRecord } from './add-record.tsx';
import type { RunChoice } from './ask-state.ts';

const NOTHING_OFFERED = {};

interface RunDataProps {
  readonly slot: RunSlot;
  readonly choice: RunChoice;
  readonly method: CataloguedMethod;
  readonly onChange: (choice: RunChoice) => void;
}

/** Method, data and parameters of a run. */
export function RunData({ slot, choice, method, onChange }: RunDataProps) {
  const texts = useAskTexts();
  const { sources, parameters } = choice;
  const kinds: readonly string[] = kindsOfSources(method.reads);
  return (
    <div className="stack">
      {slot.methods.length > 1 && (
        <NativeSelect
          label={texts.method}
          value={choice.method}
          data={[...slot.methods]}
          onChange={({ currentTarget }) => onChange({ ...choice, method: currentTarget.value })}
        />
      )}
      <ul className="plain">
        {sources.map((id) => (
          <li key={id} className="row">
            <RecordLink id={id} />
            <Button
              variant="default"
              size="compact-sm"
              onClick={() =>
                onChange({
                  ...choice,
                  sources: sources.filter((each) => each !== id),
                  accepted: choice.accepted.filter(({ name }) => !name.startsWith(`${id}#`)),
                })
              }
            >
              {texts.remove}
            </Button>
          </li>
        ))}
      </ul>
      <AddRecord
        label={texts.addData}
        chosen={sources}
        fits={({ record }) => kinds.includes(nameOfKind(record.kind))}
        onAdd={(id) => onChange({ ...choice, sources: [...sources, id] })}
      />
      <ParameterForm
        schema={method.parameters}
        value={parameters}
        offered={NOTHING_OFFERED}
        onChange={(value) => onChange({ ...choice, parameters: value })}
      />
    </div>
  );
}
