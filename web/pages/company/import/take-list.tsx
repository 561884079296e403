import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { NameList } from '../../../../tables/name-lookup.ts';
import { Notice } from '../../../components/notice.tsx';
import { showOutside } from '../../../language/outside-text.ts';
import { FileButton } from '../../../components/file-button.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { CodedFailure } from '../shared/coded-failure.tsx';
import { useNameTexts } from './name-texts.ts';
import { readList } from './table-work.ts';

/** Takes a list of what names mean from a table: a file, or cells that were copied. */
export function TakeList({ column, onTake }: { column: string; onTake: (list: NameList) => void }) {
  const texts = useNameTexts();
  const { isBusy, error, attempt } = useAttempt();
  const [left, setLeft] = useState<readonly string[]>([]);
  const [pasted, setPasted] = useState<string | null>(null);
  const take = (file: File): Promise<void> =>
    attempt(async (signal) => {
      const { list, left: others } = await readList(file, signal);
      onTake(list);
      setLeft(others);
      setPasted(null);
    });
  return (
    <div className="stack">
      <div className="row">
        <FileButton
          label={texts.fromFile}
          accept=".csv,.tsv,.txt,.xlsx"
          variant="default"
          size="compact-sm"
          loading={isBusy}
          onFiles={([file]) => void take(file)}
        />
        {pasted === null && (
          <Button variant="default" size="compact-sm" onClick={() => setPasted('')}>
            {texts.paste}
          </Button>
        )}
        <span className="quiet">{texts.fromFileHelp}</span>
      </div>
      {pasted !== null && (
        <PasteList {...{ pasted, setPasted }} onTake={() => void take(new File([pasted], `${column}.tsv`))} />
      )}
      {left.length > 0 && (
        <Notice tone="unsure" isLive title={texts.leftOut(left.map((name) => showOutside(name)).join(', '))}>
          <p>{texts.leftOutWhy}</p>
        </Notice>
      )}
      {error !== null && <CodedFailure error={error} />}
    </div>
  );
}

interface PasteListProps {
  readonly pasted: string;
  readonly setPasted: (text: string) => void;
  readonly onTake: () => void;
}

/** Takes cells that were copied from a spreadsheet. */
function PasteList({ pasted, setPasted, onTake }: PasteListProps) {
  const texts = useNameTexts();
  return (
    <div className="stack">
      <Textarea
        label={texts.pasted}
        description={texts.pasteHelp}
        autosize
        minRows={3}
        maxRows={12}
        value={pasted}
        onChange={({ currentTarget }) => setPasted(currentTarget.value)}
      />
      <div className="row">
        <Button size="compact-sm" disabled={pasted.trim() === ''} onClick={onTake}>
          {texts.take}
        </Button>
      </div>
    </div>
  );
}
