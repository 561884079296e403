import { Button, TextInput } from '@mantine/core';
import {
  type EmissionSketch,
  type ExchangeSketch,
  NO_EMISSION,
  NO_EXCHANGE,
  type ProcessSketch,
  type ProductSketch,
} from '../../../../jobs/import/product-processes.ts';
import { useFormat } from '../../../language/format.ts';
import { type EnteredColumn, EnteredRows, type EnteredWords } from './entered-rows.tsx';
import { useProductTexts } from './product-texts.ts';
import classes from '../shared/company.module.css';

const UNITS = ['kg', 't', 'kW.h', 'MJ', 'm3', 't.km', '1'];
const MASSES = ['kg', 't', 'kg{CO2e}'];
const GASES = ['CO2', 'CH4', 'N2O', 'CO2e'];
const SETS = ['AR6', 'AR5'];
/** The stages of EN 15804. */
const STAGES = [
  'A1',
  'A2',
  'A3',
  'A4',
  'A5',
  'B1',
  'B2',
  'B3',
  'B4',
  'B5',
  'B6',
  'B7',
  'C1',
  'C2',
  'C3',
  'C4',
  'D',
];

interface ProcessFieldsProps {
  readonly sketch: ProductSketch;
  readonly process: ProcessSketch;
  readonly at: number;
  readonly faultOf: (list: 'exchanges' | 'emissions', at: number, member: string) => string | undefined;
  /** Null removes the process. */
  readonly onChange: (process: ProcessSketch | null) => void;
}

/** A process: its name, what it makes and needs, and what it emits. */
export function ProcessFields({ sketch, process, at, faultOf, onChange }: ProcessFieldsProps) {
  const texts = useProductTexts();
  const number = useFormat().number(at + 1);
  const { name, exchanges, emissions } = process;
  const [exchanged, emitted] = [useExchangeColumns(sketch), useEmissionColumns(sketch)];
  const shown = name.trim() === '' ? texts.unnamed(number) : name;
  const change = (part: Partial<ProcessSketch>): void => onChange({ ...process, ...part });
  const wordsOf = (title: string): EnteredWords => ({
    title,
    ofRow: (column, line) => texts.ofLine(column, line, title),
    remove: (line) => texts.removeLine(line, title),
  });
  return (
    <fieldset className={`fieldset stack ${classes['process']}`}>
      <legend>{texts.process(number)}</legend>
      <TextInput
        label={texts.name}
        aria-label={texts.nameOf(number)}
        required
        value={name}
        error={faultOf('exchanges', 0, 'process') ?? faultOf('emissions', 0, 'process') ?? null}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
      />
      <EnteredRows
        words={wordsOf(texts.exchanges(shown))}
        columns={exchanged}
        rows={exchanges}
        faultOf={(row, member) => faultOf('exchanges', row, member)}
        onChange={(rows) => change({ exchanges: rows })}
      />
      {emissions.length > 0 && (
        <EnteredRows
          words={wordsOf(texts.emissions(shown))}
          columns={emitted}
          rows={emissions}
          faultOf={(row, member) => faultOf('emissions', row, member)}
          onChange={(rows) => change({ emissions: rows })}
        />
      )}
      <ProcessButtons process={process} shown={shown} onChange={onChange} />
    </fieldset>
  );
}

interface ProcessButtonsProps extends Pick<ProcessFieldsProps, 'process' | 'onChange'> {
  /** The name that the process is shown with. */
  readonly shown: string;
}

/** Adds lines to a process, or removes it. */
function ProcessButtons({ process, shown, onChange }: ProcessButtonsProps) {
  const texts = useProductTexts();
  const { exchanges, emissions } = process;
  return (
    <div className="row">
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => onChange({ ...process, exchanges: [...exchanges, NO_EXCHANGE] })}
      >
        {texts.addExchange}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => onChange({ ...process, emissions: [...emissions, NO_EMISSION] })}
      >
        {texts.addEmission}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={() => onChange(null)}>
        {texts.removeProcess(shown)}
      </Button>
    </div>
  );
}

function optionsOf(names: Readonly<Record<string, string>>): () => { value: string; label: string }[] {
  return () => Object.entries(names).map(([value, label]) => ({ value, label }));
}

/** Stages are stated under EN 15804 alone. */
function stageColumn<Sketch extends { readonly module: string }>(
  { asked }: ProductSketch,
  name: string,
): EnteredColumn<Sketch>[] {
  return asked.standard === 'en15804'
    ? [{ member: 'module', name, optionsOf: () => ['', ...STAGES].map((value) => ({ value, label: value })) }]
    : [];
}

function useExchangeColumns(sketch: ProductSketch): EnteredColumn<ExchangeSketch>[] {
  const { columns, ways } = useProductTexts();
  const { processes, asked } = sketch;
  const products = processes.flatMap(({ exchanges }) => exchanges.map(({ product }) => product));
  return [
    { member: 'way', name: columns.way, optionsOf: optionsOf(ways) },
    { member: 'product', name: columns.product, isRequired: true, offered: products },
    { member: 'amount', name: columns.amount, isRequired: true },
    { member: 'unit', name: columns.unit, isRequired: true, offered: UNITS },
    {
      ...{ member: 'provider', name: columns.provider, offered: processes.map(({ name }) => name) },
      has: ({ way, provider }) => (way !== 'makes' && way !== 'treats') || provider !== '',
    },
    ...(asked.allocation === 'declared' ||
    processes.some((each) => each.exchanges.some(({ part }) => part !== ''))
      ? [{ member: 'part', name: columns.part, has: ({ way }: ExchangeSketch) => way === 'makes' } as const]
      : []),
    ...stageColumn<ExchangeSketch>(sketch, columns.module),
  ];
}

function useEmissionColumns(sketch: ProductSketch): EnteredColumn<EmissionSketch>[] {
  const { columns, compartments, origins } = useProductTexts();
  const isMass = ({ flow }: EmissionSketch): boolean => !flow.includes('/');
  return [
    { member: 'flow', name: columns.flow, isRequired: true, offered: GASES },
    { member: 'compartment', name: columns.compartment, optionsOf: optionsOf(compartments) },
    { member: 'origin', name: columns.origin, optionsOf: optionsOf(origins), has: isMass },
    { member: 'amount', name: columns.amount, isRequired: true, has: isMass },
    { member: 'unit', name: columns.unit, isRequired: true, offered: MASSES, has: isMass },
    {
      ...{ member: 'gwpSet', name: columns.gwpSet, offered: SETS },
      has: ({ unit, gwpSet }) => unit.includes('CO2e') || gwpSet !== '',
    },
    ...stageColumn<EmissionSketch>(sketch, columns.module),
  ];
}
