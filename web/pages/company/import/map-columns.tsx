import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { DATASET_ROWS } from '../../../../client/generated/row-types.ts';
import { useFormat } from '../../../language/format.ts';
import { catalogueQuery } from '../shared/catalogue-query.ts';
import { listConstants, listRequired, memberOf } from '../../../../jobs/import/table-mapping.ts';
import { FindingList } from './finding-list.tsx';
import type { ImportStepProps } from './import-state.ts';
import { useImportTexts } from './import-texts.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import classes from '../shared/company.module.css';

const SAMPLES = 3;

/** What each column of the table means, and what is the same in every row. */
export function MapColumns({
  state,
  inspected,
  onChange,
}: ImportStepProps & { readonly inspected: Inspected }) {
  const texts = useImportTexts();
  const format = useFormat();
  const { mapping } = state;
  const set = (columns: Record<string, string>): void =>
    onChange({ mapping: { ...mapping, columns }, answer: null });
  const options = inspected.members.map((member) => ({
    value: member,
    label: nameOf(member, texts.members),
  }));
  const used = inspected.columns.filter((column) => memberOf(column, mapping) !== '').length;
  return (
    <section className="card stack" aria-labelledby="map-columns">
      <div>
        <h2 id="map-columns">{texts.columns}</h2>
        <p className="quiet">
          {texts.columnsLead(format.number(used), format.number(inspected.columns.length))}
        </p>
      </div>
      <FindingList findings={inspected.findings} />
      <div className={classes['mapping']} role="list">
        {inspected.columns.map((column, index) => (
          <div key={`${column} ${index}`} role="listitem" className={classes['mapped']}>
            <div>
              <strong>{column === '' ? texts.unnamed : column}</strong>
              <div className={classes['samples']}>
                {inspected.sample
                  .slice(0, SAMPLES)
                  .map(({ cells }) => cells[index] ?? '')
                  .filter((cell) => cell !== '')
                  .join(' · ')}
              </div>
            </div>
            <NativeSelect
              aria-label={texts.meaningOf(column)}
              value={memberOf(column, mapping)}
              data={[
                { value: '', label: texts.skipped },
                ...(options.some(({ value }) => value === column) || column === ''
                  ? []
                  : memberOf(column, mapping) === column
                    ? [{ value: column, label: column }]
                    : []),
                ...options,
              ]}
              onChange={({ currentTarget }) => set({ ...mapping.columns, [column]: currentTarget.value })}
            />
          </div>
        ))}
      </div>
      <Constants state={state} inspected={inspected} onChange={onChange} />
    </section>
  );
}

function Constants({ state, inspected, onChange }: ImportStepProps & { readonly inspected: Inspected }) {
  const texts = useImportTexts();
  const { mapping, dataset } = state;
  const { data: catalogue } = useQuery(catalogueQuery);
  const ofRow = listRequired(catalogue?.rows[mapping.set['detail.row'] ?? '']);
  const members = listConstants(inspected, mapping, ofRow);
  if (members.length === 0) return null;
  const change = (member: string, text: string): void =>
    onChange({ mapping: { ...mapping, set: { ...mapping.set, [member]: text } }, answer: null });
  return (
    <div>
      <h3>{texts.constants}</h3>
      <p className="quiet">{texts.constantsLead}</p>
      <div className="grid">
        {members.map((member) =>
          member === 'detail.row' ? (
            <NativeSelect
              key={member}
              label={nameOf(member, texts.members)}
              value={mapping.set[member] ?? ''}
              data={['', ...DATASET_ROWS[dataset]]}
              onChange={({ currentTarget }) => change(member, currentTarget.value)}
            />
          ) : (
            <TextInput
              key={member}
              label={nameOf(member, texts.members)}
              description={member === 'key' ? texts.keyHelp : member === 'period' ? texts.periodHelp : null}
              value={mapping.set[member] ?? ''}
              onChange={({ currentTarget }) => change(member, currentTarget.value)}
            />
          ),
        )}
      </div>
    </div>
  );
}

/** Returns the name of a member for people, with the name that the protocol gives it. */
function nameOf(member: string, names: Readonly<Record<string, string>>): string {
  const name = names[member];
  return name === undefined ? member.replace('detail.', '') : `${name} (${member.replace('detail.', '')})`;
}
