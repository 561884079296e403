import { NativeSelect, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FINDINGS, type RowFinding } from '../../../../jobs/sample/working-paper.ts';
import type { SampledRow as DrawnRow } from '../../../../jobs/sample/sampled-rows.ts';
import { OutsideText } from '../../../components/outside-text.tsx';
import { Hash } from '../../../components/hash.tsx';
import { JsonValue } from '../../../components/json-value.tsx';
import { useFormat } from '../../../language/format.ts';
import type { SampleWork } from '../shared/audit-store.ts';
import classes from '../shared/auditor.module.css';
import { useSamplingTexts } from './sampling-texts.ts';

interface SampledRowProps extends DrawnRow {
  readonly record: SampleWork['plan']['record'];
  readonly found: SampleWork['found'][number];
  /** Null where what was found is signed. */
  readonly onFound: ((part: Partial<SampleWork['found'][number]>) => void) | null;
}

/** A sampled row with its value, and what was found at it. */
export function SampledRow({ entry, hits, document, record, found, onFound }: SampledRowProps) {
  const texts = useSamplingTexts();
  const format = useFormat();
  const { key, value, unit, from, until, detail } = entry;
  return (
    <li className={classes['sampled']}>
      <div>
        <OutsideText text={key} most={Infinity} />
        <div className="quiet">
          {until !== 0 && format.period(from, until)} {hits > 1 && texts.hits(format.number(hits))}
        </div>
        <details>
          <summary>{texts.detail}</summary>
          {detail !== null && <JsonValue value={detail} />}
          {document !== null && (
            <p>
              {texts.document} <Hash value={document.sha256} />
            </p>
          )}
          <Link to="/records/$id/impact" params={{ id: record }} search={{ row: key }}>
            {texts.impact}
          </Link>
        </details>
      </div>
      <div className="unbroken">
        {value === null ? '–' : format.decimal(value)} {format.unit(unit)}
      </div>
      {onFound === null ? (
        <div className={classes['found']}>
          <strong>{texts.findings[found.finding]}</strong>
          <div>{found.note}</div>
        </div>
      ) : (
        <div className={classes['found']}>
          <NativeSelect
            aria-label={texts.finding(key)}
            value={found.finding}
            data={FINDINGS.map((each) => ({ value: each, label: texts.findings[each] }))}
            onChange={({ target }) => onFound({ finding: target.value as RowFinding })}
          />
          <Textarea
            aria-label={texts.note(key)}
            placeholder={texts.notePlace[found.finding]}
            autosize
            minRows={1}
            value={found.note}
            maxLength={2000}
            onChange={({ target }) => onFound({ note: target.value })}
          />
        </div>
      )}
    </li>
  );
}
