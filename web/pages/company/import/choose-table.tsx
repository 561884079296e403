import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Notice } from '../../../components/notice.tsx';
import { FileDrop } from '../../../components/file-drop.tsx';
import { OutsideText } from '../../../components/outside-text.tsx';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import { ALL_SHEETS } from '../../../../tables/sheet-choice.ts';
import { Loading } from '../../../components/states.tsx';
import { CodedFailure } from '../shared/coded-failure.tsx';
import { DATASET_ROWS, type DatasetName } from '../../../../client/generated/row-types.ts';
import { useFormat } from '../../../language/format.ts';
import { useDatasetNames } from '../../../language/dataset-names.ts';
import { mappingFor } from '../../../../jobs/import/table-mapping.ts';
import { type ImportStepProps, NO_IMPORT } from './import-state.ts';
import { useImportTexts } from './import-texts.ts';
import { usePlantTexts } from './plant-texts.ts';
import { NO_PLANT } from '../../../../jobs/import/plant-streams.ts';
import { NO_PRODUCT } from '../../../../jobs/import/product-processes.ts';
import { useProductTexts } from './product-texts.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { inspectFile } from './table-work.ts';
import { TemplateFile } from './template-file.tsx';

const ENDINGS = '.csv,.tsv,.txt,.xlsx,.json,.parquet';

/** The table, its sheet, and which of the eight datasets it becomes. */
export function ChooseTable({ session, state, onChange }: ImportStepProps & { session: PartySession }) {
  const texts = useImportTexts();
  const names = useDatasetNames();
  const format = useFormat();
  const { file, dataset, sheet, before, inspected } = state;
  const [error, setError] = useState<unknown>(null);
  const isWaiting = file !== null && inspected === null && error === null;
  useEffect(() => {
    if (file === null || inspected !== null) return undefined;
    const stop = new AbortController();
    setError(null);
    inspectFile(file, dataset, sheet, stop.signal).then(
      (found) => {
        if (!stop.signal.aborted)
          onChange({ inspected: found, mapping: mappingFor(found, before), before: null, answer: null });
      },
      (failure: unknown) => {
        if (!stop.signal.aborted) setError(failure);
      },
    );
    return () => stop.abort();
  }, [file, dataset, sheet, before, inspected, onChange]);
  const look = (part: Partial<typeof state>): void => {
    setError(null);
    onChange({ ...part, inspected: null, answer: null });
  };
  return (
    <section className="card stack" aria-labelledby="choose-table">
      <h2 id="choose-table">{texts.choose}</h2>
      <div className="grid">
        <NativeSelect
          label={texts.dataset}
          description={texts.datasetHelp[dataset]}
          value={dataset}
          data={(Object.keys(DATASET_ROWS) as DatasetName[]).map((name) => ({
            value: name,
            label: names[name],
          }))}
          onChange={({ currentTarget }) => look({ dataset: currentTarget.value as DatasetName })}
        />
      </div>
      {inspected !== null && inspected.sheets.length > 1 && (
        <ChooseSheets {...{ inspected }} onChoose={(chosen) => look({ sheet: chosen, corrections: [] })} />
      )}
      {file === null && before !== null && (
        <Notice tone="unsure" isLive title={texts.chooseAgain(before.name)}>
          <p>{texts.chooseAgainWhy}</p>
        </Notice>
      )}
      {file === null ? (
        <FileDrop
          label={texts.drop}
          help={texts.dropHelp}
          choose={texts.chooseFile}
          accept={ENDINGS}
          onFile={(chosen) =>
            look({
              file: chosen,
              sheet: chosen.name === before?.name ? (before.sheet ?? undefined) : undefined,
            })
          }
        />
      ) : (
        <div className="row">
          <strong>{file.name}</strong>
          <span className="quiet">{format.size(file.size)}</span>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => onChange({ ...NO_IMPORT, dataset, words: state.words })}
          >
            {texts.otherFile}
          </Button>
        </div>
      )}
      {file === null && <InPlaceOfTable {...{ session, state, onChange }} />}
      {isWaiting && <Loading label={texts.looking} />}
      {error !== null && <CodedFailure error={error} />}
    </section>
  );
}

/** What somebody without a table does: take a workbook to fill in, or enter what it would have. */
function InPlaceOfTable({ session, state, onChange }: ImportStepProps & { session: PartySession }) {
  const plants = usePlantTexts();
  const products = useProductTexts();
  if (state.dataset === 'product')
    return (
      <EnterButton
        texts={products}
        onEnter={() => onChange({ entered: { form: 'product', sketch: NO_PRODUCT } })}
      />
    );
  if (state.dataset !== 'activity') return null;
  return (
    <>
      <TemplateFile session={session} />
      <EnterButton
        texts={plants}
        onEnter={() => onChange({ entered: { form: 'plant', sketch: NO_PLANT } })}
      />
    </>
  );
}

interface ChooseSheetsProps {
  readonly inspected: Inspected;
  readonly onChoose: (choice: string) => void;
}

/** Which sheets are read as one table. */
function ChooseSheets({ inspected: { sheets, sheet }, onChoose }: ChooseSheetsProps) {
  const texts = useImportTexts();
  const format = useFormat();
  const isAll = sheet === ALL_SHEETS && !sheets.includes(ALL_SHEETS);
  const chosen = isAll ? [] : sheets.includes(sheet ?? '') ? [sheet] : (sheet ?? '').split(',');
  const toggle = (name: string): void => {
    const next = sheets.filter((each) => chosen.includes(each) !== (each === name));
    onChoose(next.length === 0 ? ALL_SHEETS : next.join(','));
  };
  return (
    <fieldset className="fieldset">
      <legend>{texts.sheets}</legend>
      <p className="quiet">{texts.sheetHelp(format.number(sheets.length))}</p>
      <div className="row">
        <Checkbox label={texts.allSheets} checked={isAll} onChange={() => onChoose(ALL_SHEETS)} />
        {sheets.map((name) => (
          <Checkbox
            key={name}
            label={<OutsideText text={name} />}
            checked={chosen.includes(name)}
            onChange={() => toggle(name)}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface EnterButtonProps {
  readonly texts: { readonly enter: string; readonly enterHelp: string };
  readonly onEnter: () => void;
}

/** Opens a form in place of a table. */
function EnterButton({ texts, onEnter }: EnterButtonProps) {
  return (
    <div className="row">
      <Button variant="default" size="compact-sm" onClick={onEnter}>
        {texts.enter}
      </Button>
      <span className="quiet">{texts.enterHelp}</span>
    </div>
  );
}
