import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { Mapping } from '../../../../tables/column-plan.ts';
import type { ImportStepProps, TableStyle } from './import-state.ts';
import { useReadingTexts } from './reading-texts.ts';

/** Problems that are often one of how the table is read. */
const OF_READING: readonly string[] = ['decimal-comma', 'thousands-separator', 'bad-period', 'out-of-range'];

/** How numbers and days are written, where the user knows it better than the page finds it. */
export function ReadingFields({ state, onChange }: ImportStepProps) {
  const texts = useReadingTexts();
  const { style, mapping, answer } = state;
  const isAsked = answer?.isValid === false && answer.groups.some(({ code }) => OF_READING.includes(code));
  return (
    <details open={isAsked || mapping.isReversed === true || undefined}>
      <summary>{texts.style}</summary>
      <div className="grid">
        <StyleFields
          style={style}
          onChange={(part) => onChange({ style: { ...style, ...part }, answer: null })}
        />
        <WholeFields mapping={mapping} onChange={(next) => onChange({ mapping: next, answer: null })} />
      </div>
    </details>
  );
}

interface StyleFieldsProps {
  readonly style: TableStyle;
  readonly onChange: (part: Partial<TableStyle>) => void;
}

/** The signs in numbers, and the order of days and months. */
function StyleFields({ style: { decimal, thousands, order }, onChange }: StyleFieldsProps) {
  const texts = useReadingTexts();
  return (
    <>
      <NativeSelect
        label={texts.decimal}
        value={decimal}
        data={[
          { value: 'found', label: texts.found },
          { value: '.', label: texts.point },
          { value: ',', label: texts.comma },
        ]}
        onChange={({ currentTarget: { value } }) => onChange({ decimal: value as TableStyle['decimal'] })}
      />
      {decimal !== 'found' && (
        <NativeSelect
          label={texts.thousands}
          value={thousands}
          data={[
            { value: '', label: texts.noThousands },
            { value: ',', label: texts.comma },
            { value: '.', label: texts.point },
            { value: ' ', label: texts.space },
            { value: "'", label: texts.apostrophe },
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ thousands: value as TableStyle['thousands'] })
          }
        />
      )}
      <NativeSelect
        label={texts.order}
        value={order}
        data={[
          { value: 'found', label: texts.found },
          { value: 'day', label: texts.dayFirst },
          { value: 'month', label: texts.monthFirst },
        ]}
        onChange={({ currentTarget: { value } }) => onChange({ order: value as TableStyle['order'] })}
      />
    </>
  );
}

interface WholeFieldsProps {
  readonly mapping: Mapping;
  readonly onChange: (mapping: Mapping) => void;
}

/** When fiscal years begin, and whether amounts have the other sign. */
function WholeFields({ mapping, onChange }: WholeFieldsProps) {
  const texts = useReadingTexts();
  const { fiscalYearFrom, isReversed = false } = mapping;
  return (
    <>
      <TextInput
        label={texts.fiscalYear}
        description={texts.fiscalYearHelp}
        value={fiscalYearFrom ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...mapping, fiscalYearFrom: value === '' ? undefined : value })
        }
      />
      <Checkbox
        label={texts.reversed}
        description={texts.reversedHelp}
        checked={isReversed}
        onChange={({ currentTarget: { checked } }) =>
          onChange({ ...mapping, isReversed: checked ? true : undefined })
        }
      />
    </>
  );
}
