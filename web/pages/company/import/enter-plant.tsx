import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  NO_STREAM,
  type PlantSketch,
  readStreams,
  writeStreams,
} from '../../../../jobs/import/plant-streams.ts';
import { Form } from '../../../components/form.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { useFormat } from '../../../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { CodedFailure } from '../shared/coded-failure.tsx';
import { OwnSubjects } from '../shared/own-subjects.tsx';
import { useLedgerReads } from '../shared/use-ledger-reads.ts';
import { type ImportStepProps, NO_IMPORT } from './import-state.ts';
import { usePlantTexts } from './plant-texts.ts';
import { StreamRows } from './stream-rows.tsx';
import { inspectFile } from './table-work.ts';

interface EnterPlantProps extends ImportStepProps {
  readonly session: PartySession;
  readonly plant: PlantSketch;
}

/** A plant without a table: its streams are entered, and become a table that is checked as any other. */
export function EnterPlant({ session, state, plant, onChange }: EnterPlantProps) {
  const texts = usePlantTexts();
  const format = useFormat();
  const { isBusy, error, attempt } = useAttempt();
  const change = (part: Partial<PlantSketch>): void =>
    onChange({ plant: { ...plant, ...part }, file: null, inspected: null, answer: null });
  const use = (): Promise<void> =>
    attempt(async (signal) => {
      const file = new File([writeStreams(plant)], `${plant.plant.trim()}.csv`, { type: 'text/csv' });
      const inspected = await inspectFile(file, 'activity', undefined, signal);
      onChange({ file, inspected, mapping: inspected.mapping, answer: null });
    });
  return (
    <Form className="card stack" onSubmit={use} aria-labelledby="enter-plant">
      <div>
        <h2 id="enter-plant">{texts.title}</h2>
        <p className="quiet">{texts.lead}</p>
      </div>
      <Begin session={session} state={state} onChange={onChange} />
      <PlantFields plant={plant} onChange={change} />
      <StreamRows streams={plant.streams} onChange={(streams) => change({ streams })} />
      {plant.others.length > 0 && <p className="quiet">{texts.others(format.number(plant.others.length))}</p>}
      <div className="row">
        <Button variant="default" onClick={() => change({ streams: [...plant.streams, NO_STREAM] })}>
          {texts.add}
        </Button>
        <Button type="submit" loading={isBusy}>
          {texts.use}
        </Button>
        <Button variant="subtle" onClick={() => onChange({ ...NO_IMPORT, words: state.words })}>
          {texts.takeTable}
        </Button>
      </div>
      {error !== null && <CodedFailure error={error} />}
    </Form>
  );
}

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

/** Takes the streams of the newest version of one of the party's datasets. */
function Begin({ session, state, onChange }: Omit<EnterPlantProps, 'plant'>) {
  const texts = usePlantTexts();
  const { readNewest, readEntries } = useLedgerReads(session);
  const { party } = session;
  const { error, attempt } = useAttempt();
  const [without, setWithout] = useState<string | null>(null);
  const begin = (subject: string): Promise<void> =>
    attempt(async () => {
      const newest = await readNewest({ party, kind: 'dataset', subject });
      const plant = newest === null ? null : readStreams(await readEntries(newest.record));
      setWithout(plant === null ? subject : null);
      if (plant === null) return;
      onChange({ plant, file: null, inspected: null, answer: null, words: { ...state.words, subject } });
    });
  return (
    <div>
      <OwnSubjects party={party} kind="dataset" subject="" onChoose={(subject) => void begin(subject)} />
      {without !== null && (
        <Notice tone="unsure" isLive title={texts.noStreams(showOutside(without, MOST_OF_TITLE))} />
      )}
      {error !== null && <CodedFailure error={error} />}
    </div>
  );
}
