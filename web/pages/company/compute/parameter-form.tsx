import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLanguage } from '../../../language/language.tsx';
import { wordOf } from '../../../language/word-of.ts';
import { getAt, type Parameters, setAt } from '../../../../jobs/compute/suggest-parameters.ts';
import { useParameterTexts } from './parameter-texts.ts';
import { isPeriod, itemsOf, PeriodField, PlainField, type Schema } from './plain-fields.tsx';
import classes from '../shared/company.module.css';

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
  const named = { ...offered, compare: namesOf(value['functionalUnits']) };
  const draw = (name: string) => (
    <ParameterField
      key={name}
      path={[name]}
      schema={properties[name]!}
      isRequired={required.includes(name)}
      value={value}
      offered={named}
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

/** Returns the names of functional units: two of them can be compared. */
function namesOf(units: unknown): string[] {
  const names = Array.isArray(units) ? units.map((unit: unknown) => getAt(unit, ['name'])) : [];
  return names.filter((name) => typeof name === 'string');
}

/** The period comes first, the rounding last. */
const ORDER = (names: readonly string[]): string[] => [...names].sort((a, b) => rank(a) - rank(b));
const rank = (name: string): number => (name === 'period' ? 0 : name === 'rounding' ? 2 : 1);

interface FieldProps extends Omit<FormProps, 'schema'> {
  /** Where it is in `value`, and how it is named: within the items of a list the name has the list before it. */
  readonly path: readonly string[];
  readonly within?: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

function ParameterField(props: FieldProps) {
  const { path, within = '', schema, isRequired, value, onChange, offered } = props;
  const texts = useParameterTexts();
  const { language } = useLanguage();
  const name = `${within}${path.join('.')}`;
  const now = getAt(value, path);
  const set = (next: unknown): void => onChange(setAt(value, path, next));
  const labels: Readonly<Record<string, string>> = texts.names;
  const helps: Readonly<Record<string, string>> = texts.help;
  const label = labels[name] ?? wordOf(texts.members, path.at(-1)!);
  // The engine describes its parameters in English.
  const description = helps[name] ?? (language === 'en' ? schema.description : null) ?? null;
  const common = { label, description, required: isRequired };
  if (isPeriod(schema)) return <PeriodField common={common} value={now} onChange={set} />;
  if (schema.properties !== undefined) return <MembersField {...props} common={common} />;
  const items = itemsOf(schema);
  if (items?.properties !== undefined || items?.prefixItems !== undefined)
    return (
      <ItemsField name={name} items={items} common={common} value={now} offered={offered} onChange={set} />
    );
  return (
    <PlainField schema={schema} value={now} offered={offered[name] ?? []} common={common} onChange={set} />
  );
}

interface Described {
  readonly common: { readonly label: string; readonly description: string | null };
}

/** A parameter with members. */
function MembersField({ common: { label, description }, ...props }: FieldProps & Described) {
  const { schema, path } = props;
  return (
    <fieldset className="fieldset">
      <legend>{label}</legend>
      {description !== null && <p className="quiet">{description}</p>}
      <div className={classes['fields']}>
        {Object.entries(schema.properties ?? {}).map(([member, below]) => (
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
}

interface ItemsFieldProps extends Pick<FormProps, 'offered'>, Described {
  readonly name: string;
  /** The schema of an item: with members, or of two texts. */
  readonly items: Schema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A list whose items have fields of their own. */
function ItemsField({ value, onChange, ...props }: ItemsFieldProps) {
  const texts = useParameterTexts();
  const {
    items,
    common: { label, description },
  } = props;
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const set = (next: readonly unknown[]): void => onChange(next.length === 0 ? undefined : next);
  return (
    <fieldset className="fieldset">
      <legend>{label}</legend>
      {description !== null && <p className="quiet">{description}</p>}
      <div className="stack">
        {list.map((item, at) => {
          const title = texts.item(label, at + 1);
          return (
            <fieldset key={at} className="fieldset" aria-label={title}>
              <div className="stack">
                <Item {...props} title={title} value={item} onChange={(next) => set(list.with(at, next))} />
                <div className="row">
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={texts.removeOf(title)}
                    onClick={() => set(list.filter((_one, index) => index !== at))}
                  >
                    {texts.remove}
                  </Button>
                </div>
              </div>
            </fieldset>
          );
        })}
        <div className="row">
          <Button
            variant="default"
            size="compact-sm"
            aria-label={texts.addTo(label)}
            onClick={() => set([...list, items.prefixItems === undefined ? {} : ['', '']])}
          >
            {texts.add}
          </Button>
        </div>
      </div>
    </fieldset>
  );
}

/** The fields of one item of a list. */
function Item({
  title,
  name,
  items,
  value,
  offered,
  onChange,
}: ItemsFieldProps & { readonly title: string }) {
  const members = Object.entries(items.properties ?? {});
  return (
    <div className={classes['fields']}>
      {items.prefixItems !== undefined && (
        <Pair title={title} options={offered[name] ?? []} value={value} onChange={onChange} />
      )}
      {members.map(([member, schema]) => (
        <ParameterField
          key={member}
          path={[member]}
          within={`${name}.`}
          schema={schema}
          isRequired={items.required?.includes(member) ?? false}
          value={(value ?? {}) as Parameters}
          offered={offered}
          onChange={onChange}
        />
      ))}
    </div>
  );
}

interface PairProps {
  readonly title: string;
  readonly options: readonly string[];
  readonly value: unknown;
  readonly onChange: (value: readonly string[]) => void;
}

/** Two of several names: the second is compared with the first. */
function Pair({ title, options, value, onChange }: PairProps) {
  const texts = useParameterTexts();
  const pair = Array.isArray(value) ? value.map(String) : [];
  return ([0, 1] as const).map((at) => {
    const now = pair[at] ?? '';
    const known = [...new Set(['', ...options, now])];
    return (
      <NativeSelect
        key={at}
        label={texts.pair[at]}
        aria-label={`${title}: ${texts.pair[at]}`}
        required
        value={now}
        data={known}
        onChange={({ currentTarget }) =>
          onChange([
            at === 0 ? currentTarget.value : (pair[0] ?? ''),
            at === 1 ? currentTarget.value : (pair[1] ?? ''),
          ])
        }
      />
    );
  });
}
