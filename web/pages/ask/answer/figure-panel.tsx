import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FigureItem } from '../../../../agents/handles/figure-item.ts';
import type { Handles } from '../../../../agents/handles/handle-table.ts';
import { isHex } from '../../../../core/encoding/hex.ts';
import { showSureness } from '../../../../jobs/explain/shown-sureness.ts';
import { Facts } from '../../../components/facts.tsx';
import { Notice } from '../../../components/notice.tsx';
import { OutsideText } from '../../../components/outside-text.tsx';
import { useFormat } from '../../../language/format.ts';
import classes from '../ask.module.css';
import { useAskTexts } from '../ask-texts.ts';
import { RecordVerdict } from '../question/record-verdict.tsx';
import { RunPanel } from './run-panel.tsx';
import type { OnOpen } from './segments.tsx';
import { useWriting } from './use-writing.ts';

/** How many of the rows behind a figure are listed. */
const MOST_ROWS = 30;

interface FigurePanelProps {
  readonly figure: FigureItem;
  readonly handles: Handles;
  readonly onOpen: OnOpen;
}

/** A figure with all that it states, and what it depends on: its verdict, its run, or the figures that it is derived from. */
export function FigurePanel({ figure, handles, onOpen }: FigurePanelProps) {
  return (
    <>
      <FigureFacts figure={figure} />
      <Source {...{ figure, handles, onOpen }} />
      <Rows figure={figure} />
    </>
  );
}

function FigureFacts({ figure }: { figure: FigureItem }) {
  const texts = useAskTexts();
  const format = useFormat();
  const { screen } = useWriting();
  const { key, value, unit, from, until, method, gases, gwpSet, uncertainty, conditions } = figure;
  const interval = uncertainty === null ? null : showSureness(uncertainty).interval;
  const stated = (name: string, text: ReactNode, isStated: boolean): [string, ReactNode][] =>
    isStated ? [[name, text]] : [];
  return (
    <Facts
      facts={[
        [texts.figure, screen.figure(key, method)],
        [texts.value, <strong key="value">{`${format.decimal(value)} ${format.unit(unit)}`}</strong>],
        ...(interval === null
          ? []
          : [
              [
                texts.interval,
                `${format.decimal(interval.low)} – ${format.decimal(interval.high)} ${format.unit(unit)}`,
              ] as const,
            ]),
        ...stated(texts.period, format.period(from, until), !(from === 0 && until === 0)),
        ...stated(texts.gases, gases.map(screen.outside).join(' + '), gases.length > 0),
        ...stated(texts.gwpSet, screen.outside(gwpSet ?? ''), gwpSet !== null),
        ...Object.entries(conditions).map(
          ([name, each]) => [screen.outside(name), screen.outside(each)] as const,
        ),
        ...stated(texts.method, <code>{method}</code>, method !== null),
        [texts.key, <code key="key">{key}</code>],
      ]}
    />
  );
}

function Source({ figure: { key, source }, handles, onOpen }: FigurePanelProps) {
  const texts = useAskTexts();
  switch (source.is) {
    case 'proven':
      return (
        <section>
          <h3>{texts.proof}</h3>
          <RecordVerdict id={source.record} />
          <p className="row">
            <Link to="/records/$id/provenance" params={{ id: source.record }} search={{ figure: key }}>
              {texts.provenance}
            </Link>
            <Link to="/verify" search={{ record: source.record }}>
              {texts.wholeVerdict}
            </Link>
          </p>
        </section>
      );
    case 'computed': {
      const run = handles.find(source.run);
      return (
        <section data-ref={source.run}>
          <Notice title={texts.unsigned}>{texts.unsignedMeans}</Notice>
          {run?.kind === 'run' && <RunPanel run={run} />}
        </section>
      );
    }
    case 'derived':
      return (
        <section>
          <h3>{texts.derivedFrom(texts.operations[source.operation])}</h3>
          <ul className="plain">
            {source.operands.map((operand) => (
              <li key={operand}>
                <Operand {...{ operand, handles, onOpen }} />
              </li>
            ))}
          </ul>
        </section>
      );
  }
}

interface OperandProps extends Omit<FigurePanelProps, 'figure'> {
  readonly operand: string;
}

function Operand({ operand, handles, onOpen }: OperandProps) {
  const format = useFormat();
  const { screen } = useWriting();
  const item = handles.find(operand);
  if (item?.kind !== 'figure') return null;
  return (
    <button type="button" className={classes['chip']} data-ref={operand} onClick={() => onOpen(operand)}>
      {screen.figure(item.key, item.method)}: {format.decimal(item.value)} {format.unit(item.unit)}
    </button>
  );
}

/** The rows of registered records that a figure is computed from, with the way to their proofs. */
function Rows({ figure: { parts } }: { figure: FigureItem }) {
  const texts = useAskTexts();
  const format = useFormat();
  const rows = parts.entries.flatMap((name) => {
    const at = name.indexOf('#');
    const record = name.slice(0, at);
    return isHex(record, 32) ? [{ record, key: name.slice(at + 1) }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>{texts.rows(format.number(rows.length))}</summary>
      <ul className="marked">
        {rows.slice(0, MOST_ROWS).map(({ record, key }) => (
          <li key={`${record} ${key}`}>
            <Link to="/records/$id/impact" params={{ id: record }} search={{ row: key }}>
              <OutsideText text={key} />
            </Link>
          </li>
        ))}
      </ul>
      {rows.length > MOST_ROWS && (
        <p className="quiet">{texts.moreRows(format.number(rows.length - MOST_ROWS))}</p>
      )}
    </details>
  );
}
