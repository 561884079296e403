import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { canBeSource } from '../../../../jobs/compute/record-input.ts';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { type ItemOf, listQuery } from '../../../data/queries.ts';
import { titleOr } from '../../../data/record-title.ts';
import { MOST_IN_LIST, showOutside } from '../../../language/outside-text.ts';
import { useAskTexts } from '../ask-texts.ts';

interface AddRecordProps {
  readonly label: string;
  /** The records that are chosen already. */
  readonly chosen: readonly Hex[];
  readonly fits: (item: ItemOf<'listRecords'>) => boolean;
  readonly onAdd: (id: Hex) => void;
}

/** Chooses one more record among the newest versions that fit. Older pages of the list are read on request. */
export function AddRecord({ label, chosen, fits, onAdd }: AddRecordProps) {
  const texts = useAskTexts();
  const { untitled } = useRecordTexts();
  const query = useInfiniteQuery(listQuery('listRecords', {}));
  const listed = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const found = newestVersions(listed).filter(
    (item) => fits(item) && canBeSource(item.state) && !chosen.includes(item.id),
  );
  const name = (text: string): string => showOutside(text, MOST_IN_LIST);
  return (
    <div className="controls">
      <NativeSelect
        label={label}
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
