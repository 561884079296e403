import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReferenceSheet } from '../../../../jobs/import/reference-sheets.ts';
import { partyQuery } from '../../../data/queries.ts';
import { showOutside } from '../../../language/outside-text.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { NO_WORDS } from '../shared/record-words.ts';
import { type ImportState, NO_IMPORT } from './import-state.ts';
import { useSheetTexts } from './sheet-texts.ts';
import { listReferenceSheets } from './table-work.ts';

interface OtherSheetsProps {
  readonly session: PartySession;
  readonly state: ImportState;
  /** Whether nothing is lost when the page goes on. */
  readonly isKept: boolean;
  readonly onNext: (next: ImportState) => void;
}

/** The sheets of the same workbook that list entities or facilities: one click opens each, with what its columns mean. */
export function OtherSheets({ session, state, isKept, onNext }: OtherSheetsProps) {
  const texts = useSheetTexts();
  const { file } = state;
  const found = useReferenceSheets(session, state);
  if (file === null || found.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="other-sheets">
      <div>
        <h3 id="other-sheets">{texts.title}</h3>
        <p className="quiet">{isKept ? texts.lead : texts.keepFirst}</p>
      </div>
      <div className="row">
        {found.map((sheet) => (
          <Button
            key={sheet.sheet}
            variant="default"
            disabled={!isKept}
            onClick={() => onNext(beginSheet(state, file, sheet, texts.nameOf(texts.kinds[sheet.kind])))}
          >
            {texts.open(showOutside(sheet.sheet), texts.kinds[sheet.kind])}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** Looks for such sheets among those that were not registered in this sitting. */
function useReferenceSheets(
  session: PartySession,
  { file, inspected, registered }: ImportState,
): readonly ReferenceSheet[] {
  const { data: party } = useQuery(partyQuery(session.party));
  const owner = party?.identifier ?? null;
  const [found, setFound] = useState<readonly ReferenceSheet[]>([]);
  useEffect(() => {
    if (file === null || owner === null || (inspected?.sheets.length ?? 0) < 2) return undefined;
    const stop = new AbortController();
    listReferenceSheets(file, inspected!.sheets, owner, stop.signal).then(
      (sheets) => {
        if (!stop.signal.aborted) setFound(sheets);
      },
      // The dataset is registered without them; each can still be imported as reference data.
      () => undefined,
    );
    return () => stop.abort();
  }, [file, inspected, owner]);
  return found.filter(({ sheet }) => !registered.includes(sheet) && sheet !== inspected?.sheet);
}

/** Returns the import of a sheet of the same workbook, with its mapping, and what it is called. */
function beginSheet(
  { inspected, registered, licence, provider }: ImportState,
  file: File,
  { sheet, kind, inspected: found, mapping }: ReferenceSheet,
  title: string,
): ImportState {
  const done = inspected?.sheet ?? '';
  return {
    ...NO_IMPORT,
    ...{ dataset: 'registry', file, sheet, inspected: found, mapping, licence, provider },
    registered: [...registered, done],
    words: { ...NO_WORDS, title, subject: kind === 'entity' ? 'reference/entities' : 'reference/facilities' },
  };
}
