import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useId, useMemo } from 'react';
import type { DatasetName } from '../../../../client/generated/row-types.ts';
import { type KnownText, listCandidates } from '../../../../jobs/import/name-candidates.ts';
import { useFormat } from '../../../language/format.ts';
import { useLanguage } from '../../../language/language.tsx';
import { useRowTypeName } from '../../../language/row-type-names.ts';
import classes from '../shared/company.module.css';
import { listOffered, nameKnown } from './known-texts.ts';
import { useNameTexts } from './name-texts.ts';

interface KnownFieldProps {
  readonly label: string;
  /** Whether only screen readers say the label, as in a table with a header. */
  readonly isHidden?: boolean;
  readonly description?: string | null;
  readonly member: string;
  readonly dataset: DatasetName;
  /** What the field is about: the texts most like it are offered while the field is empty. */
  readonly name: string;
  /** What the field can say, where it is not the same for all fields of the member. */
  readonly known?: readonly KnownText[];
  /** Texts that are offered first while the field is empty. */
  readonly offered?: readonly string[];
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A field for a member of a row. What a name in it, or the name that it is about, may mean is offered with its score. */
export function KnownField(props: KnownFieldProps) {
  const { label, isHidden = false, description = null, member, dataset, value, onChange } = props;
  const known = props.known ?? listOffered(member, dataset);
  const id = useId();
  const { language } = useLanguage();
  const titles = isHidden ? { 'aria-label': label } : { label, description };
  return (
    <div>
      {member === 'detail.row' ? (
        <RowTypeField {...props} titles={titles} />
      ) : (
        <TextInput
          {...titles}
          value={value}
          list={known.length === 0 ? undefined : id}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
      {member !== 'detail.row' && known.length > 0 && (
        <datalist id={id}>
          {known.map((each) => (
            <option key={each.text} value={each.text} label={nameKnown(each, language)} />
          ))}
        </datalist>
      )}
      <Offers {...props} />
    </div>
  );
}

function RowTypeField({
  member,
  dataset,
  value,
  titles,
  onChange,
}: KnownFieldProps & { readonly titles: object }) {
  const rowTypeName = useRowTypeName();
  const types = listOffered(member, dataset).map(({ text }) => text);
  const shown = value === '' || types.includes(value) ? types : [...types, value];
  return (
    <NativeSelect
      {...titles}
      value={value}
      data={[
        { value: '', label: '' },
        ...shown.map((type) => ({ value: type, label: `${rowTypeName(type)} (${type})` })),
      ]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** What a name may mean: the one in the field where it is not a text that is known, or else the one that the field is about. */
function Offers({ member, dataset, name, known: own, offered = [], value, onChange }: KnownFieldProps) {
  const texts = useNameTexts();
  const format = useFormat();
  const candidates = useMemo(() => {
    const known = own ?? listOffered(member, dataset);
    const wanted = value === '' ? name : value;
    return wanted === '' || known.some(({ text }) => text === value) ? [] : listCandidates(wanted, known);
  }, [member, dataset, name, own, value]);
  const { language } = useLanguage();
  const labelOf = (text: string): string => {
    const said = (own ?? listOffered(member, dataset)).find((each) => each.text === text);
    return said === undefined ? text : nameKnown(said, language);
  };
  const first = value === '' ? offered : [];
  const others = candidates.filter(({ text }) => !first.includes(text));
  if (first.length + others.length === 0) return null;
  return (
    <div className={classes['fill']}>
      {first.map((text) => (
        <Button key={text} variant="subtle" size="compact-xs" onClick={() => onChange(text)}>
          {labelOf(text)}
        </Button>
      ))}
      {others.map(({ text, score }) => (
        <Button key={text} variant="subtle" size="compact-xs" onClick={() => onChange(text)}>
          {texts.offer(labelOf(text), format.percent(score))}
        </Button>
      ))}
    </div>
  );
}
