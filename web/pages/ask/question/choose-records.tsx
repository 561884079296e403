import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { RecordSlot } from '../../../../agents/procedures/procedure.ts';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { nameOfKind } from '../../../../core/records/kind.ts';
import { canBeSource } from '../../../../jobs/compute/record-input.ts';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { listQuery } from '../../../data/queries.ts';
import { titleOr } from '../../../data/record-title.ts';
import { MOST_IN_LIST, showOutside } from '../../../language/outside-text.ts';
import { useAskTexts } from '../ask-texts.ts';
import { RecordVerdict } from './record-verdict.tsx';

interface ChooseRecordsProps {
  readonly slot: RecordSlot;
  readonly records: readonly Hex[];
  readonly onChange: (records: readonly Hex[]) => void;
}

/** The registered records that a question is answered from; without one, its words find them. */
export function ChooseRecords({ slot: { standard }, records, onChange }: ChooseRecordsProps) {
  const texts = useAskTexts();
  const { untitled } = useRecordTexts();
  const query = useInfiniteQuery(listQuery('listRecords', {}));
  const listed = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const found = newestVersions(listed).filter(
    ({ id, record, state, statement }) =>
      ['result', 'disclosure'].includes(nameOfKind(record.kind)) &&
      canBeSource(state) &&
      !records.includes(id) &&
      (standard === undefined || statement['standard'] === standard),
  );
  const name = (text: string): string => showOutside(text, MOST_IN_LIST);
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
        <NativeSelect
          label={texts.addRecord}
          value=""
          data={[
            { value: '', label: '' },
            ...found.map(({ id, title, record }) => ({
              value: id,
              label: texts.resultOf(name(titleOr(title, untitled)), name(record.subject)),
            })),
          ]}
          onChange={({ currentTarget }) => onChange([...records, currentTarget.value as Hex])}
        />
      </div>
    </fieldset>
  );
}
