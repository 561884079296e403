import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import type { RunSlot } from '../../../../agents/procedures/procedure.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { nameOfKind } from '../../../../core/records/kind.ts';
import { kindsOfSources } from '../../../../jobs/compute/needs.ts';
import { canBeSource } from '../../../../jobs/compute/record-input.ts';
import type { CataloguedMethod } from '../../../../jobs/engines/methods-catalogue.ts';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { listQuery } from '../../../data/queries.ts';
import { titleOr } from '../../../data/record-title.ts';
import { MOST_IN_LIST, showOutside } from '../../../language/outside-text.ts';
import { RecordLink } from '../../../components/record/record-link.tsx';
import { ParameterForm } from '../../company/compute/parameter-form.tsx';
import { useAskTexts } from '../ask-texts.ts';
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
              onClick={() => onChange({ ...choice, sources: sources.filter((each) => each !== id) })}
            >
              {texts.remove}
            </Button>
          </li>
        ))}
      </ul>
      <AddData {...{ sources, method }} onAdd={(id) => onChange({ ...choice, sources: [...sources, id] })} />
      <ParameterForm
        schema={method.parameters}
        value={parameters}
        offered={NOTHING_OFFERED}
        onChange={(value) => onChange({ ...choice, parameters: value })}
      />
    </div>
  );
}

interface AddDataProps {
  readonly sources: readonly Hex[];
  readonly method: CataloguedMethod;
  readonly onAdd: (id: Hex) => void;
}

/** The records that the method reads, the newest version of each. */
function AddData({ sources, method: { reads }, onAdd }: AddDataProps) {
  const texts = useAskTexts();
  const { untitled } = useRecordTexts();
  const kinds: readonly string[] = kindsOfSources(reads);
  const query = useInfiniteQuery(listQuery('listRecords', {}));
  const listed = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const found = newestVersions(listed).filter(
    ({ id, record, state }) =>
      kinds.includes(nameOfKind(record.kind)) && canBeSource(state) && !sources.includes(id),
  );
  const name = (text: string): string => showOutside(text, MOST_IN_LIST);
  return (
    <div className="controls">
      <NativeSelect
        label={texts.addData}
        value=""
        data={[
          { value: '', label: '' },
          ...found.map(({ id, title, record }) => ({
            value: id,
            label: texts.resultOf(name(titleOr(title, untitled)), name(record.subject)),
          })),
        ]}
        onChange={({ currentTarget }) => onAdd(currentTarget.value as Hex)}
      />
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {texts.olderRecords}
        </Button>
      )}
    </div>
  );
}
