import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useFormat } from '../../../language/format.ts';
import classes from '../shared/company.module.css';

/** A field of each row: a text, or a choice where it has options. */
export interface EnteredColumn<Sketch> {
  readonly member: keyof Sketch & string;
  readonly name: string;
  readonly isRequired?: boolean;
  /** Texts that are offered. */
  readonly offered?: readonly string[];
  readonly optionsOf?: (row: Sketch) => readonly { readonly value: string; readonly label: string }[];
  /** Whether a row has the field; all have it if not given. */
  readonly has?: (row: Sketch) => boolean;
}

/** What the fields of a table of rows are called. */
export interface EnteredWords {
  readonly title: string;
  readonly ofRow: (column: string, number: string) => string;
  readonly remove: (number: string) => string;
}

interface EnteredRowsProps<Sketch> {
  readonly words: EnteredWords;
  readonly columns: readonly EnteredColumn<Sketch>[];
  readonly rows: readonly Sketch[];
  /** Returns what is wrong with a field of a row, if anything. */
  readonly faultOf?: (at: number, member: string) => string | undefined;
  readonly onChange: (rows: readonly Sketch[]) => void;
}

/** Rows that a person enters, as a table of fields. */
export function EnteredRows<Sketch>({ words, columns, rows, faultOf, onChange }: EnteredRowsProps<Sketch>) {
  const format = useFormat();
  const id = useId();
  const change = (at: number, member: string, text: string): void =>
    onChange(rows.map((row, index) => (index === at ? { ...row, [member]: text } : row)));
  return (
    <div className={classes['wide']}>
      <table className={classes['entered']} aria-label={words.title}>
        <thead>
          <tr>
            {columns.map(({ member, name }) => (
              <th key={member} scope="col">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => {
            const number = format.number(at + 1);
            return (
              <tr key={at}>
                {columns.map((column) => (
                  <td key={column.member}>
                    <EnteredField
                      {...{ column, row, list: `${id}${column.member}` }}
                      label={words.ofRow(column.name, number)}
                      fault={faultOf?.(at, column.member)}
                      onChange={(text) => change(at, column.member, text)}
                    />
                  </td>
                ))}
                <td>
                  <Button
                    variant="subtle"
                    aria-label={words.remove(number)}
                    onClick={() => onChange(rows.filter((_row, index) => index !== at))}
                  >
                    ×
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {columns.map(({ member, offered = [] }) => (
        <OfferedTexts key={member} id={`${id}${member}`} offered={offered} />
      ))}
    </div>
  );
}

/** A list of texts that a field offers. */
export function OfferedTexts({ id, offered }: { id: string; offered: readonly string[] }) {
  if (offered.length === 0) return null;
  return (
    <datalist id={id}>
      {[...new Set(offered.filter((text) => text !== ''))].map((text) => (
        <option key={text} value={text} />
      ))}
    </datalist>
  );
}

interface EnteredFieldProps<Sketch> {
  readonly column: EnteredColumn<Sketch>;
  readonly row: Sketch;
  readonly label: string;
  readonly list: string;
  readonly fault: string | undefined;
  readonly onChange: (text: string) => void;
}

function EnteredField<Sketch>({ column, row, label, list, fault, onChange }: EnteredFieldProps<Sketch>) {
  const { member, isRequired = false, offered = [], optionsOf, has } = column;
  if (has?.(row) === false) return null;
  const value = String(row[member]);
  const options = optionsOf?.(row);
  if (options === undefined)
    return (
      <TextInput
        aria-label={label}
        required={isRequired}
        list={offered.length === 0 ? undefined : list}
        value={value}
        error={fault ?? null}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  const isKnown = options.some((option) => option.value === value);
  return (
    <NativeSelect
      aria-label={label}
      value={value}
      error={fault ?? null}
      data={isKnown ? [...options] : [...options, { value, label: value }]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
