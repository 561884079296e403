import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import { isoOf } from '../../../language/format.ts';
import { getAt, type Parameters, setAt } from '../../../../jobs/compute/suggest-parameters.ts';
import { useParameterTexts } from './parameter-texts.ts';
import classes from '../shared/company.module.css';

/** A JSON Schema, as far as a form needs it. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

interface FormProps {
  /** The JSON Schema of the parameters of a method. */
  readonly schema: Parameters;
  readonly value: Parameters;
  /** Values that the chosen data offer, by the path of the parameter. */
  readonly offered: Readonly<Record<string, readonly string[]>>;
  readonly onChange: (value: Parameters) => void;
  /** Parameters that must be seen now, such as those that a file changed. */
  readonly shown?: readonly string[];
}

/** A form made from the JSON Schema of parameters: those that a method needs first, the others on demand. */
export function ParameterForm({ schema, value, offered, onChange, shown = [] }: FormProps) {
  const texts = useParameterTexts();
  const { properties = {}, required = [] } = schema as Schema;
  const names = Object.keys(properties);
  const rest = names.filter((name) => !required.includes(name));
  const [isOpen, setOpen] = useState(false);
  const mustShow = rest.some((name) => shown.includes(name));
  useEffect(() => {
    if (mustShow) setOpen(true);
  }, [mustShow, shown]);
  const draw = (name: string) => (
    <ParameterField
      key={name}
      path={[name]}
      schema={properties[name]!}
      isRequired={required.includes(name)}
      value={value}
      offered={offered}
      onChange={onChange}
    />
  );
  return (
    <>
      <div className="stack">{ORDER(names.filter((name) => required.includes(name))).map(draw)}</div>
      {rest.length > 0 && (
        <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{texts.more}</summary>
          <div className="stack">{rest.map(draw)}</div>
        </details>
      )}
    </>
  );
}

/** The period comes first, the rounding last. */
const ORDER = (names: readonly string[]): string[] => [...names].sort((a, b) => rank(a) - rank(b));
const rank = (name: string): number => (name === 'period' ? 0 : name === 'rounding' ? 2 : 1);

interface FieldProps extends Omit<FormProps, 'schema'> {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly isRequired: boolean;
}

function ParameterField(props: FieldProps) {
  const { path, schema, isRequired, value, onChange, offered } = props;
  const texts = useParameterTexts();
  const name = path.join('.');
  const now = getAt(value, path);
  const set = (next: unknown): void => onChange(setAt(value, path, next));
  const labels: Readonly<Record<string, string>> = texts.names;
  const helps: Readonly<Record<string, string>> = texts.help;
  const label = labels[name] ?? path.at(-1)!;
  const description = helps[name] ?? schema.description ?? null;
  const common = { label, description, required: isRequired };
  if (isPeriod(schema)) return <PeriodField common={common} value={now} onChange={set} />;
  if (schema.properties !== undefined)
    return (
      <fieldset className="fieldset">
        <legend>{label}</legend>
        {description !== null && <p className="quiet">{description}</p>}
        <div className={classes['fields']}>
          {Object.entries(schema.properties).map(([member, below]) => (
            <ParameterField
              key={member}
              {...props}
              path={[...path, member]}
              schema={below}
              isRequired={schema.required?.includes(member) ?? false}
            />
          ))}
        </div>
      </fieldset>
    );
  return (
    <PlainField schema={schema} value={now} offered={offered[name] ?? []} common={common} onChange={set} />
  );
}

interface PlainFieldProps {
  readonly schema: Schema;
  readonly value: unknown;
  readonly offered: readonly string[];
  readonly common: {
    readonly label: string;
    readonly description: string | null;
    readonly required: boolean;
  };
  readonly onChange: (value: unknown) => void;
}

/** A parameter without members: a choice, a number, a text, or anything else as JSON. */
function PlainField({ schema, value: now, offered, common, onChange: set }: PlainFieldProps) {
  const texts = useParameterTexts();
  const id = useId();
  if (schema.enum !== undefined)
    return (
      <NativeSelect
        {...common}
        value={typeof now === 'string' ? now : ''}
        data={[
          {
            value: '',
            label:
              typeof schema.default === 'string' ? texts.usual(wordOf(schema.default, texts.values)) : '',
          },
          ...schema.enum.map((each) => ({ value: each, label: wordOf(each, texts.values) })),
        ]}
        onChange={({ currentTarget }) => set(currentTarget.value === '' ? undefined : currentTarget.value)}
      />
    );
  if (schema.type === 'integer')
    return (
      <TextInput
        {...common}
        inputMode="numeric"
        placeholder={typeof schema.default === 'number' ? String(schema.default) : ''}
        value={typeof now === 'number' ? String(now) : ''}
        onChange={({ currentTarget }) => {
          const digits = currentTarget.value.replaceAll(/\D/g, '').slice(0, 15);
          set(digits === '' ? undefined : Number(digits));
        }}
      />
    );
  if (schema.type === 'string')
    return (
      <div>
        <TextInput
          {...common}
          list={id}
          placeholder={typeof schema.default === 'string' ? schema.default : ''}
          value={typeof now === 'string' ? now : ''}
          onChange={({ currentTarget }) => set(currentTarget.value === '' ? undefined : currentTarget.value)}
        />
        <datalist id={id}>
          {offered.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </div>
    );
  return <JsonField {...common} value={now} onChange={set} />;
}

function wordOf(value: string, words: Readonly<Record<string, string>>): string {
  return words[value] ?? value;
}

/** A parameter that is a list, or has members of its own, as JSON. */
function JsonField({
  value,
  onChange,
  ...common
}: {
  readonly label: string;
  readonly description: string | null;
  readonly required: boolean;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  const texts = useParameterTexts();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2));
  const change = (text: string): void => {
    setTyped(text);
    if (text.trim() === '') return onChange(undefined);
    try {
      onChange(JSON.parse(text));
      setTyped(null);
    } catch {
      // It is shown as not being JSON yet.
    }
  };
  return (
    <Textarea
      {...common}
      autosize
      minRows={1}
      classNames={{ input: 'mono' }}
      placeholder="JSON"
      value={shown}
      error={typed !== null && typed.trim() !== '' ? texts.notJson : null}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

const DAY = 86_400;

function isPeriod({ properties = {} }: Schema): boolean {
  return Object.keys(properties).join() === 'from,until';
}

interface PeriodFieldProps {
  readonly common: PlainFieldProps['common'];
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** First and last day of a period; a run gets its end as the day after. */
function PeriodField({ common: { label, description, required }, value, onChange }: PeriodFieldProps) {
  const texts = useParameterTexts();
  const { from, until } = (value ?? {}) as { from?: number; until?: number };
  const change = (part: { from?: number | undefined; until?: number | undefined }): void => {
    const next = { from, until, ...part };
    const given = Object.entries(next).filter(([, time]) => time !== undefined);
    onChange(given.length === 0 ? undefined : Object.fromEntries(given));
  };
  return (
    <fieldset className="fieldset">
      <legend>{label}</legend>
      {description !== null && <p className="quiet">{description}</p>}
      <div className={classes['fields']}>
        <TextInput
          type="date"
          required={required}
          label={texts.firstDay}
          value={from === undefined ? '' : dayOf(from)}
          onChange={({ currentTarget }) => change({ from: timeOf(currentTarget.value) })}
        />
        <TextInput
          type="date"
          required={required}
          label={texts.lastDay}
          value={until === undefined ? '' : dayOf(until - DAY)}
          onChange={({ currentTarget }) => {
            const last = timeOf(currentTarget.value);
            change({ until: last === undefined ? undefined : last + DAY });
          }}
        />
      </div>
    </fieldset>
  );
}

function dayOf(seconds: number): string {
  return isoOf(seconds).slice(0, 10);
}

function timeOf(day: string): number | undefined {
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
