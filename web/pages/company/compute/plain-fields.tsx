import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { isoOf } from '../../../language/format.ts';
import { wordOf } from '../../../language/word-of.ts';
import { useParameterTexts } from './parameter-texts.ts';
import classes from '../shared/company.module.css';

/** A JSON Schema, as far as a form needs it. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
}

/** Returns the schema of the items of a list; undefined of anything else. */
export function itemsOf({ type, items }: Schema): Schema | undefined {
  return type === 'array' && items !== false ? items : undefined;
}

/** What a parameter without members is drawn from. */
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

/** A parameter without members: a choice, a number, a text, a list of texts or choices, or anything else as JSON. */
export function PlainField({ schema, value: now, offered, common, onChange: set }: PlainFieldProps) {
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
              typeof schema.default === 'string' ? texts.usual(wordOf(texts.values, schema.default)) : '',
          },
          ...schema.enum.map((each) => ({ value: each, label: wordOf(texts.values, each) })),
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
  return <ListField schema={schema} value={now} common={common} onChange={set} />;
}

/** A list of choices or of texts; anything else as JSON. */
function ListField({ schema, value, common, onChange }: Omit<PlainFieldProps, 'offered'>) {
  const items = itemsOf(schema);
  if (items?.enum !== undefined)
    return (
      <ChoicesField
        common={common}
        choices={items.enum}
        usual={schema.default}
        value={value}
        onChange={onChange}
      />
    );
  if (items?.type === 'string') return <TextsField common={common} value={value} onChange={onChange} />;
  return <JsonField {...common} value={value} onChange={onChange} />;
}

interface ChoicesFieldProps extends Pick<PlainFieldProps, 'common' | 'value' | 'onChange'> {
  readonly choices: readonly string[];
  readonly usual: unknown;
}

/** Any of several choices. */
function ChoicesField({
  common: { label, description },
  choices,
  usual,
  value,
  onChange,
}: ChoicesFieldProps) {
  const texts = useParameterTexts();
  const given = value ?? usual ?? [];
  const chosen = Array.isArray(given) ? (given as readonly unknown[]) : [];
  return (
    <fieldset className="fieldset">
      <legend>{label}</legend>
      {description !== null && <p className="quiet">{description}</p>}
      <div className="row">
        {choices.map((each) => (
          <Checkbox
            key={each}
            label={wordOf(texts.values, each)}
            checked={chosen.includes(each)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(choices.filter((one) => (one === each ? checked : chosen.includes(one))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

/** A list of texts, one a line. */
function TextsField({ common, value, onChange }: Pick<PlainFieldProps, 'common' | 'value' | 'onChange'>) {
  const texts = useParameterTexts();
  const [typed, setTyped] = useState('');
  const given = Array.isArray(value) ? value.map(String) : [];
  const shown = linesOf(typed).join('\n') === given.join('\n') ? typed : given.join('\n');
  return (
    <Textarea
      {...common}
      autosize
      minRows={1}
      placeholder={texts.oneEachLine}
      value={shown}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        const lines = linesOf(currentTarget.value);
        onChange(lines.length === 0 ? undefined : lines);
      }}
    />
  );
}

function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
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

export function isPeriod({ properties = {} }: Schema): boolean {
  return Object.keys(properties).join() === 'from,until';
}

interface PeriodFieldProps {
  readonly common: PlainFieldProps['common'];
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** First and last day of a period; a run gets its end as the day after. */
export function PeriodField({ common: { label, description, required }, value, onChange }: PeriodFieldProps) {
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
