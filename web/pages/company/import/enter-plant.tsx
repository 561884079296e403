import { Button, TextInput } from '@mantine/core';
import {
  NO_STREAM,
  type PlantSketch,
  readStreams,
  writeStreams,
} from '../../../../jobs/import/plant-streams.ts';
import { useTableFaults } from '../../../language/faults/table-faults.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { EnteredForm } from './entered-form.tsx';
import type { Entered, ImportStepProps } from './import-state.ts';
import { usePlantTexts } from './plant-texts.ts';
import { StreamRows } from './stream-rows.tsx';

interface EnterPlantProps extends ImportStepProps {
  readonly session: PartySession;
  readonly entered: Extract<Entered, { form: 'plant' }>;
}

/** A plant without a table: its streams are entered. */
export function EnterPlant({ session, state, entered, onChange }: EnterPlantProps) {
  const texts = usePlantTexts();
  const format = useFormat();
  const plant = entered.sketch;
  const change = (part: Partial<PlantSketch>): void => {
    const sketch = { ...plant, ...part };
    onChange({ entered: { form: 'plant', sketch }, file: null, inspected: null, answer: null });
  };
  const problems = state.answer?.isValid === false ? state.answer.problems : [];
  const textOf = useTableFaults();
  return (
    <EnteredForm
      {...{ session, state, entered, onChange }}
      words={{ ...texts, none: texts.noStreams }}
      write={() => writeStreams(plant)}
      read={(entries) => {
        const sketch = readStreams(entries);
        return sketch === null ? null : { form: 'plant', sketch };
      }}
      more={
        <Button variant="default" onClick={() => change({ streams: [...plant.streams, NO_STREAM] })}>
          {texts.add}
        </Button>
      }
    >
      <PlantFields plant={plant} onChange={change} />
      <StreamRows
        streams={plant.streams}
        faultOf={(at, member) => {
          const found = problems.find(({ row, column }) => row === at + 2 && FIELDS[column ?? ''] === member);
          return found === undefined ? undefined : (textOf(found.code) ?? found.message);
        }}
        onChange={(streams) => change({ streams })}
      />
      {plant.others.length > 0 && <p className="quiet">{texts.others(format.number(plant.others.length))}</p>}
    </EnteredForm>
  );
}

/** The fields of a stream by the columns of its table; rows begin in line 2. */
const FIELDS: Readonly<Record<string, string>> = { key: 'material', value: 'amount', unit: 'unit' };

interface PlantFieldsProps {
  readonly plant: PlantSketch;
  readonly onChange: (part: Partial<PlantSketch>) => void;
}

/** What holds for all streams of the plant. */
function PlantFields({ plant, onChange }: PlantFieldsProps) {
  const texts = usePlantTexts();
  const field = (member: 'plant' | 'geography' | 'category' | 'facility', isRequired = true) => (
    <TextInput
      label={texts[member]}
      description={member === 'plant' ? null : texts[`${member}Help`]}
      required={isRequired}
      value={plant[member]}
      onChange={({ currentTarget }) => onChange({ [member]: currentTarget.value })}
    />
  );
  const day = (member: 'firstDay' | 'lastDay') => (
    <TextInput
      type="date"
      label={texts[member]}
      required
      value={plant[member]}
      onChange={({ currentTarget }) => onChange({ [member]: currentTarget.value })}
    />
  );
  return (
    <div className="grid">
      {field('plant')}
      {day('firstDay')}
      {day('lastDay')}
      {field('geography')}
      {field(
        'category',
        plant.streams.some(({ row }) => row === null),
      )}
      {field('facility', false)}
    </div>
  );
}
