import { Button } from '@mantine/core';
import type { RecordSlot } from '../../../../agents/procedures/procedure.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { nameOfKind } from '../../../../core/records/kind.ts';
import { useAskTexts } from '../ask-texts.ts';
import { AddRecord } from './add-record.tsx';
import { RecordVerdict } from './record-verdict.tsx';

/** The kinds of records that have figures. */
const KINDS: readonly string[] = ['result', 'disclosure'];

interface ChooseRecordsProps {
  readonly slot: RecordSlot;
  readonly records: readonly Hex[];
  readonly onChange: (records: readonly Hex[]) => void;
}

/** The registered records that a question is answered from; without one, its words find them. */
export function ChooseRecords({ slot: { standard }, records, onChange }: ChooseRecordsProps) {
  const texts = useAskTexts();
  return (
    <fieldset className="fieldset">
      <legend>{texts.records}</legend>
      <div className="stack">
        {records.length === 0 && <p className="quiet">{texts.recordsByWords}</p>}
        <ul className="plain">
          {records.map((id) => (
            <li key={id} className="row">
              <RecordVerdict id={id} />
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => onChange(records.filter((each) => each !== id))}
              >
                {texts.remove}
              </Button>
            </li>
          ))}
        </ul>
        <AddRecord
          label={texts.addRecord}
          chosen={records}
          fits={({ record, statement }) =>
            KINDS.includes(nameOfKind(record.kind)) &&
            (standard === undefined || statement['standard'] === standard)
          }
          onAdd={(id) => onChange([...records, id])}
        />
      </div>
    </fieldset>
  );
}
