import { Alert, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Facts } from '../components/facts.tsx';
import { Hash } from '../components/hash.tsx';
import { Moment } from '../components/moment.tsx';
import { useFormat } from '../language/format.ts';
import { isAnswer } from '../../core/records/kind.ts';
import { listFigures, readRun } from '../../jobs/explain/result-parts.ts';
import { useOrigin } from './context.tsx';
import type { KnownRecord } from '../../jobs/explain/known-record.ts';
import { usePanelTexts } from './panel-texts.ts';
import { useQuantity } from './quantity.ts';
import classes from './node.module.css';
import { OutsideText } from '../components/outside-text.tsx';

/** The stream that an answer is about. */
const STREAM = /^[0-9a-f]{64}$/;

interface RecordFactsProps {
  readonly known: KnownRecord;
  /** Whether it is the record at the end, whose figures can be chosen. */
  readonly isRoot: boolean;
  readonly onFigure: (key: string | null) => void;
}

/** What is known of a record; of the one at the end also its figures, to choose one. */
export function RecordFacts({ known, isRoot, onFigure }: RecordFactsProps) {
  const texts = usePanelTexts();
  const format = useFormat();
  const { names, origin } = useOrigin();
  const { record, at, id } = known;
  const run = readRun(known.entries);
  return (
    <>
      <Facts
        facts={[
          [texts.party, names.get(record.party) ?? <Hash value={record.party} />],
          [
            texts.subject,
            isAnswer(record.kind) && STREAM.test(record.subject) ? (
              <Hash value={record.subject} />
            ) : (
              record.subject
            ),
          ],
          [texts.version, format.number(record.sequence)],
          [origin === 'file' ? texts.sealed : texts.accepted, <Moment at={at} />],
          ['Id', <Hash value={id} />],
          ...(run === null
            ? []
            : ([
                [texts.method, run.method],
                [texts.engine, `${run.engine} ${run.version}`],
              ] as const)),
        ]}
      />
      <AccessNote known={known} />
      {isRoot && <FigureList known={known} onFigure={onFigure} />}
    </>
  );
}

function AccessNote({ known: { access } }: { known: KnownRecord }) {
  const texts = usePanelTexts();
  const { signIn } = useOrigin();
  if (access === 'private')
    return (
      <Alert variant="light" color="gray" title={texts.privateTitle}>
        <p>{texts.privateText}</p>
        {signIn}
      </Alert>
    );
  if (access === 'missing')
    return (
      <Alert variant="light" color="gray" title={texts.missingTitle}>
        {texts.missingText}
      </Alert>
    );
  return access === 'some' ? <p className="quiet">{texts.someText}</p> : null;
}

/** How many figures are listed before the search has to be used. */
const MOST = 60;

function FigureList({ known, onFigure }: Pick<RecordFactsProps, 'known' | 'onFigure'>) {
  const texts = usePanelTexts();
  const format = useFormat();
  const write = useQuantity();
  const [search, setSearch] = useState('');
  const figures = listFigures(known.entries);
  if (figures.length === 0) return null;
  const found = figures.filter(({ key }) => key.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <section>
      <h3>{texts.figures(format.number(figures.length))}</h3>
      <p className="quiet">{texts.follow}</p>
      {figures.length > 12 && (
        <TextInput
          label={texts.filter}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <ul className={classes['members']}>
        {found.slice(0, MOST).map(({ key, value, unit }) => (
          <li key={key}>
            <button type="button" className={classes['member']} onClick={() => onFigure(key)}>
              <code>
                <OutsideText text={key} most={Infinity} />
              </code>
              <span className="number">{value === null ? '' : write(value, unit)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length > MOST && (
        <p className="quiet">{texts.moreFigures(format.number(found.length - MOST))}</p>
      )}
    </section>
  );
}
