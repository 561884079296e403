import { Button } from '@mantine/core';
import { useState } from 'react';
import { fitMapping, parseMapping, writeMapping } from '../../../../jobs/import/table-mapping.ts';
import type { Mapping } from '../../../../tables/column-plan.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import { FileButton } from '../../../components/file-button.tsx';
import { Notice } from '../../../components/notice.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';
import type { ImportStepProps } from './import-state.ts';
import { useRowPlace } from './use-row-place.ts';
import { useNameTexts } from './name-texts.ts';

/** What a mapping that was opened says about this table; `absent` is null where the file is not a mapping. */
interface Opened {
  readonly name: string;
  readonly absent: readonly string[] | null;
  readonly open: readonly string[];
  readonly period: string | null;
  /** Rows of another file that the mapping leaves out. */
  readonly leftOut: NonNullable<Mapping['leftOut']>;
}

/** Saves all that was said about the columns and names of a table, and opens what was said about another. */
export function MappingFile({
  state,
  inspected,
  onChange,
}: ImportStepProps & { readonly inspected: Inspected }) {
  const texts = useNameTexts();
  const { mapping, dataset } = state;
  const [opened, setOpened] = useState<Opened | null>(null);
  const open = async (file: File): Promise<void> => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    try {
      const fitted = fitMapping(inspected, parseMapping(bytes));
      const { set, leftOut = [] } = fitted.mapping;
      setOpened({ ...fitted, name: file.name, period: set['period'] ?? null, leftOut });
      onChange({ mapping: fitted.mapping, answer: null });
    } catch {
      setOpened({ name: file.name, absent: null, open: [], period: null, leftOut: [] });
    }
  };
  return (
    <div className="stack">
      <div className="row">
        <FileButton
          label={texts.openMapping}
          accept=".json"
          variant="default"
          size="compact-sm"
          onFiles={([file]) => void open(file)}
        />
        <Button
          variant="default"
          size="compact-sm"
          onClick={() =>
            saveFile(`${dataset}.mapping.json`, 'application/json', writeMapping(inspected, mapping))
          }
        >
          {texts.saveMapping}
        </Button>
        <span className="quiet">{texts.mappingHelp}</span>
      </div>
      {opened !== null && <OpenedNotice opened={opened} />}
    </div>
  );
}

function OpenedNotice({ opened: { name, absent, open, period, leftOut } }: { opened: Opened }) {
  const texts = useNameTexts();
  const placeName = useRowPlace();
  const shown = showOutside(name, MOST_OF_TITLE);
  const list = (columns: readonly string[]): string =>
    columns.map((column) => showOutside(column)).join(', ');
  if (absent === null)
    return (
      <Notice tone="bad" role="alert" title={texts.badMapping(shown)}>
        <p>{texts.badMappingAdvice}</p>
      </Notice>
    );
  return (
    <Notice tone={absent.length === 0 ? 'good' : 'unsure'} isLive title={texts.opened(shown)}>
      <p>{absent.length === 0 ? texts.openedAll : texts.absent(list(absent))}</p>
      {open.length > 0 && <p>{texts.open(list(open))}</p>}
      {leftOut.length > 0 && <p>{texts.leavesOut(leftOut.map(placeName).join(', '))}</p>}
      {period !== null && <p>{texts.periodStated(showOutside(period))}</p>}
    </Notice>
  );
}
