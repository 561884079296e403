import { Button, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import {
  nameField,
  NO_PROCESS,
  NO_PROPERTY,
  placeFaults,
  type ProcessSketch,
  type ProductSketch,
  type PropertySketch,
  readProcesses,
  SUPPLIER,
  writeProcesses,
} from '../../../../jobs/import/product-processes.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { AskedFields } from './asked-fields.tsx';
import { EnteredForm } from './entered-form.tsx';
import { EnteredRows } from './entered-rows.tsx';
import type { Entered, ImportStepProps } from './import-state.ts';
import { ProcessFields } from './process-fields.tsx';
import { useProductTexts } from './product-texts.ts';
import classes from '../shared/company.module.css';

interface EnterProductProps extends ImportStepProps {
  readonly session: PartySession;
  readonly entered: Extract<Entered, { form: 'product' }>;
}

/** A product without a table: its processes are entered, and what is computed of them. */
export function EnterProduct({ session, state, entered, onChange }: EnterProductProps) {
  const texts = useProductTexts();
  const format = useFormat();
  const { sketch } = entered;
  const { processes, others } = sketch;
  const change = (part: Partial<ProductSketch>): void =>
    onChange({
      entered: { form: 'product', sketch: { ...sketch, ...part } },
      ...{ file: null, inspected: null, answer: null },
    });
  const { answer } = state;
  const faults = useMemo(
    () => placeFaults(sketch, answer?.isValid === false ? answer.problems : []),
    [sketch, answer],
  );
  const add = (process: ProcessSketch) => () => change({ processes: [...processes, process] });
  const set = (at: number, process: ProcessSketch | null): void =>
    change({ processes: processes.flatMap((each, index) => (index === at ? (process ?? []) : each)) });
  return (
    <EnteredForm
      {...{ session, state, entered, onChange }}
      words={texts}
      write={() => writeProcesses(sketch)}
      read={(entries) => {
        const read = readProcesses(entries);
        return read === null ? null : { form: 'product', sketch: { ...read, asked: sketch.asked } };
      }}
      more={
        <>
          <Button variant="default" onClick={add(NO_PROCESS)}>
            {texts.addProcess}
          </Button>
          <Button variant="default" onClick={add(SUPPLIER)}>
            {texts.addSupplier}
          </Button>
        </>
      }
    >
      <AskedFields sketch={sketch} onChange={(part) => change({ asked: { ...sketch.asked, ...part } })} />
      <PeriodFields sketch={sketch} onChange={change} />
      {processes.map((process, at) => (
        <ProcessFields
          key={at}
          {...{ sketch, process, at }}
          faultOf={(list, row, member) => faults.get(nameField({ list, process: at, at: row }, member))}
          onChange={(next) => set(at, next)}
        />
      ))}
      <PropertyFields sketch={sketch} faults={faults} onChange={(properties) => change({ properties })} />
      {others.length > 0 && <p className="quiet">{texts.others(format.number(others.length))}</p>}
    </EnteredForm>
  );
}

interface PartProps<Part> {
  readonly sketch: ProductSketch;
  readonly onChange: (part: Part) => void;
}

function PeriodFields({ sketch, onChange }: PartProps<Partial<ProductSketch>>) {
  const texts = useProductTexts();
  return (
    <div className="grid">
      {(['firstDay', 'lastDay'] as const).map((member) => (
        <TextInput
          key={member}
          type="date"
          label={texts[member]}
          description={texts.daysHelp}
          value={sketch[member]}
          onChange={({ currentTarget }) => onChange({ [member]: currentTarget.value })}
        />
      ))}
    </div>
  );
}

interface PropertyFieldsProps extends PartProps<readonly PropertySketch[]> {
  readonly faults: ReadonlyMap<string, string>;
}

/** By what processes with several products share, and the carbon in products. */
function PropertyFields({ sketch: { properties, processes }, faults, onChange }: PropertyFieldsProps) {
  const texts = useProductTexts();
  const names = Object.entries(texts.propertyNames).map(([value, label]) => ({ value, label }));
  const products = processes.flatMap(({ exchanges }) => exchanges.map(({ product }) => product));
  const { columns } = texts;
  return (
    <fieldset className={`fieldset stack ${classes['process']}`}>
      <legend>{texts.properties}</legend>
      <p className="quiet">{texts.propertiesHelp}</p>
      {properties.length > 0 && (
        <EnteredRows
          words={{
            title: texts.properties,
            ofRow: (column, number) => texts.ofLine(column, number, texts.properties),
            remove: (number) => texts.removeLine(number, texts.properties),
          }}
          columns={[
            { member: 'product', name: columns.product, isRequired: true, offered: products },
            { member: 'property', name: columns.property, optionsOf: () => names },
            { member: 'amount', name: columns.amount, isRequired: true },
            { member: 'unit', name: columns.unit, isRequired: true, offered: UNITS },
            { member: 'year', name: columns.year, isRequired: true },
          ]}
          rows={properties}
          faultOf={(at, member) => faults.get(nameField({ list: 'properties', process: -1, at }, member))}
          onChange={onChange}
        />
      )}
      <div>
        <Button variant="default" size="compact-sm" onClick={() => onChange([...properties, NO_PROPERTY])}>
          {texts.addProperty}
        </Button>
      </div>
    </fieldset>
  );
}

/** Such as a price per mass, and carbon per mass. */
const UNITS = ['kg/kg', 'MJ/kg', '{EUR}/kg', '{CNY}/kg', 'kg{C}/kg'];
