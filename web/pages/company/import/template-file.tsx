import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { readOwnDatasets } from '../../../../jobs/import/own-datasets.ts';
import { isActivity } from '../../../../jobs/import/row-types.ts';
import { saveFile } from '../../../components/save-file.ts';
import { useAttempt } from '../../../components/use-attempt.ts';
import { useLanguage } from '../../../language/language.tsx';
import type { PartySession } from '../../../session/require-session.tsx';
import { useComputeTexts } from '../compute/compute-texts.ts';
import { catalogueQuery } from '../shared/catalogue-query.ts';
import { CodedFailure } from '../shared/coded-failure.tsx';
import { useLedgerReads } from '../shared/use-ledger-reads.ts';
import { useNameTexts } from './name-texts.ts';
import { makeTemplate } from './table-work.ts';

const FIRST = 'inventory@2';
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Saves a workbook to fill in for the rows that a method reads, with the party's own sites. */
export function TemplateFile({ session }: { session: PartySession }) {
  const texts = useNameTexts();
  const { methods: titles }: { readonly methods: Readonly<Record<string, string>> } = useComputeTexts();
  const { language } = useLanguage();
  const reads = useLedgerReads(session);
  const { data: catalogue } = useQuery(catalogueQuery);
  const [name, setName] = useState(FIRST);
  const { isBusy, error, attempt } = useAttempt();
  const methods = (catalogue?.methods ?? []).filter((method) => method.reads.some(isActivity));
  const save = (): Promise<void> =>
    attempt(async (signal) => {
      const method = methods.find((each) => each.name === name)!;
      const own = await readOwnDatasets(session.party, reads);
      const rows = own.flatMap(({ entries }) => entries);
      const made = await makeTemplate({ method, rows: null, language }, rows, signal);
      saveFile(made.name, WORKBOOK, made.bytes.slice());
    });
  return (
    <details>
      <summary>{texts.template}</summary>
      <div className="stack">
        <p className="quiet">{texts.templateHelp}</p>
        <div className="row">
          <NativeSelect
            aria-label={texts.templateFor}
            value={name}
            data={methods.map((method) => ({
              value: method.name,
              label: `${titles[method.name.split('@')[0]!] ?? method.title} (${method.name})`,
            }))}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button loading={isBusy} disabled={methods.length === 0} onClick={() => void save()}>
            {texts.saveTemplate}
          </Button>
        </div>
        {error !== null && <CodedFailure error={error} />}
      </div>
    </details>
  );
}
