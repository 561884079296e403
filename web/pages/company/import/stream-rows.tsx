import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { StreamSketch } from '../../../../jobs/import/plant-streams.ts';
import { useFormat } from '../../../language/format.ts';
import { usePlantTexts } from './plant-texts.ts';
import classes from '../shared/company.module.css';

const UNITS = ['t', 'kg', 'm3', 'GJ', 'TJ', 'MW.h'];
/** What becomes of a stream in the unit that it enters, and of CO2 that leaves the plant. */
const FATES = {
  enters: ['combustion', 'process', 'waste-gas', 'heat', 'power'],
  leaves: ['inherent', 'storage', 'bound', 'other', 'waste-gas', 'heat', 'power'],
} as const;

/** Which columns of a row must be entered. */
const REQUIRED = {
  ...{ from: false, to: false, material: true, amount: true, unit: true, tier: false, meter: false },
} as const;

/** Names that are offered again. */
type List = 'units' | 'materials' | 'measures';

interface StreamRowsProps {
  readonly streams: readonly StreamSketch[];
  readonly onChange: (streams: readonly StreamSketch[]) => void;
}

/** The streams as rows of fields. Names that were entered are offered again. */
export function StreamRows({ streams, onChange }: StreamRowsProps) {
  const texts = usePlantTexts();
  const format = useFormat();
  const id = useId();
  const change = (at: number, part: Partial<StreamSketch>): void =>
    onChange(streams.map((stream, index) => (index === at ? { ...stream, ...part } : stream)));
  const lists: Readonly<Record<List, readonly string[]>> = {
    units: distinct(streams.flatMap(({ from, to }) => [from, to])),
    materials: distinct(streams.map(({ material }) => material)),
    measures: UNITS,
  };
  const idOf = (list: string): string => `${id}${list}`;
  return (
    <div className={classes['wide']}>
      <table className={classes['entered']} aria-label={texts.title}>
        <thead>
          <tr>
            {Object.entries(texts.columns).map(([column, name]) => (
              <th key={column} scope="col">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {streams.map((stream, at) => (
            <StreamRow
              key={at}
              stream={stream}
              number={format.number(at + 1)}
              idOf={idOf}
              onChange={(part) => change(at, part)}
              onRemove={() => onChange(streams.filter((_stream, index) => index !== at))}
            />
          ))}
        </tbody>
      </table>
      {Object.entries(lists).map(([name, offered]) => (
        <datalist key={name} id={idOf(name)}>
          {offered.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      ))}
    </div>
  );
}

interface StreamRowProps {
  readonly stream: StreamSketch;
  readonly number: string;
  /** Returns the id of a list of names. */
  readonly idOf: (list: List) => string;
  readonly onChange: (part: Partial<StreamSketch>) => void;
  readonly onRemove: () => void;
}

function StreamRow({ stream, number, idOf, onChange, onRemove }: StreamRowProps) {
  const texts = usePlantTexts();
  const cell = (column: keyof typeof REQUIRED, list?: List) => (
    <td>
      <TextInput
        aria-label={texts.ofStream(texts.columns[column], number)}
        required={REQUIRED[column]}
        list={list === undefined ? undefined : idOf(list)}
        value={stream[column]}
        onChange={({ currentTarget }) => onChange({ [column]: currentTarget.value })}
      />
    </td>
  );
  return (
    <tr>
      {cell('from', 'units')}
      {cell('to', 'units')}
      {cell('material', 'materials')}
      {cell('amount')}
      {cell('unit', 'measures')}
      <td>
        <Fate stream={stream} number={number} onChange={(fate) => onChange({ fate })} />
      </td>
      {cell('tier')}
      {cell('meter')}
      <td>
        <Button variant="subtle" aria-label={texts.remove(number)} onClick={onRemove}>
          ×
        </Button>
      </td>
    </tr>
  );
}

interface FateProps {
  readonly stream: StreamSketch;
  readonly number: string;
  readonly onChange: (fate: string) => void;
}

function Fate({ stream: { to, fate }, number, onChange }: FateProps) {
  const texts = usePlantTexts();
  const isLeaving = to.trim() === '';
  const offered: readonly (keyof typeof texts.fates)[] = FATES[isLeaving ? 'leaves' : 'enters'];
  const names: Readonly<Record<string, string>> = texts.fates;
  const others = fate === '' || offered.some((each) => each === fate) ? [] : [fate];
  return (
    <NativeSelect
      aria-label={texts.ofStream(texts.columns.fate, number)}
      value={fate}
      data={[
        { value: '', label: isLeaving ? texts.leaves : texts.balance },
        ...[...offered, ...others].map((value) => ({ value, label: names[value] ?? value })),
      ]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text !== ''))];
}
