import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { FigureItem } from '../../../../agents/handles/figure-item.ts';
import type { Handle } from '../../../../agents/handles/handle.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { Handles } from '../../../../agents/handles/handle-table.ts';
import type { FindingItem, Item } from '../../../../agents/handles/item.ts';
import { Facts } from '../../../components/facts.tsx';
import { LongText, OutsideText } from '../../../components/outside-text.tsx';
import { RecordLink } from '../../../components/record/record-link.tsx';
import { useFormat } from '../../../language/format.ts';
import classes from '../ask.module.css';
import { useAskTexts } from '../ask-texts.ts';
import { CandidatePanel } from './candidate-panel.tsx';
import { FigurePanel } from './figure-panel.tsx';
import { RecordVerdict } from '../question/record-verdict.tsx';
import { RunPanel } from './run-panel.tsx';
import type { OnOpen } from './segments.tsx';
import { useWriting } from './use-writing.ts';

interface ChipPanelProps {
  readonly handle: Handle;
  readonly handles: Handles;
  readonly onOpen: OnOpen;
  readonly onClose: () => void;
}

/** What a chip stands for, beside the answer: a figure with its proof or run, a run, a finding, a row, a clause. */
export function ChipPanel({ handle, handles, onOpen, onClose }: ChipPanelProps) {
  const texts = useAskTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [handle]);
  const item = handles.find(handle);
  if (item === null) return null;
  return (
    <aside
      className={`card ${classes['panel']}`}
      aria-labelledby="chip-title"
      data-ref={handle}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <div className={classes['panelHead']}>
        <h2 id="chip-title" tabIndex={-1} ref={heading}>
          {texts.kinds[item.kind]} <code>{handle}</code>
        </h2>
        <Button variant="default" size="compact-sm" onClick={onClose}>
          {texts.close}
        </Button>
      </div>
      <Shown {...{ item, handles, onOpen }} />
    </aside>
  );
}

interface ShownProps {
  readonly item: Item;
  readonly handles: Handles;
  readonly onOpen: OnOpen;
}

function Shown({ item, handles, onOpen }: ShownProps) {
  const texts = useAskTexts();
  switch (item.kind) {
    case 'figure':
      return <FigurePanel {...{ figure: item satisfies FigureItem, handles, onOpen }} />;
    case 'run':
      return <RunPanel run={item} />;
    case 'finding':
      return <FindingPanel {...{ finding: item, handles, onOpen }} />;
    case 'row':
      return <RowFacts row={item} />;
    case 'record':
      return <RecordPanel id={item.record} />;
    case 'candidate':
      return <CandidatePanel candidate={item} />;
    case 'clause':
      return (
        <Facts
          facts={[
            [texts.method, <code key="method">{item.method}</code>],
            [texts.clause, item.text],
          ]}
        />
      );
    // No chip opens these.
    case 'table':
    case 'picture':
    case 'link':
    case 'period':
    case 'count':
    case 'given':
    case 'passage':
    case 'order':
      return null;
  }
}

/** A record with its verdict in this browser, and the way to all that the verdict says. */
function RecordPanel({ id }: { id: Hex }) {
  const texts = useAskTexts();
  return (
    <>
      <RecordVerdict id={id} />
      <p className="row">
        <Link to="/verify" search={{ record: id }}>
          {texts.wholeVerdict}
        </Link>
        <Link to="/records/$id/provenance" params={{ id }}>
          {texts.provenance}
        </Link>
      </p>
    </>
  );
}

/** What the program found, as it says it, and what that is about. */
function FindingPanel({ finding, handles, onOpen }: Omit<ShownProps, 'item'> & { finding: FindingItem }) {
  const texts = useAskTexts();
  const { screen } = useWriting();
  const { code, message, about } = finding;
  const own = screen.finding(code, message);
  return (
    <>
      <p>
        <code>{code}</code>
      </p>
      {own !== null && <p>{own}</p>}
      <p lang="en">
        <LongText text={message} />
      </p>
      {about.length > 0 && (
        <>
          <h3>{texts.about}</h3>
          <ul className="plain">
            {about.map((each) => (
              <li key={each}>
                <button
                  type="button"
                  className={classes['chip']}
                  data-ref={each}
                  onClick={() => onOpen(each)}
                >
                  <OutsideText text={nameOf(handles.find(each), each)} />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function nameOf(item: Item | null, handle: Handle): string {
  if (item?.kind === 'record') return item.title;
  return item?.kind === 'row' || item?.kind === 'figure' ? item.key : handle;
}

function RowFacts({ row: { record, key, type, from, until } }: { row: Extract<Item, { kind: 'row' }> }) {
  const texts = useAskTexts();
  const { screen } = useWriting();
  const format = useFormat();
  return (
    <Facts
      facts={[
        [texts.key, key],
        [texts.rowType, screen.rowType(type)],
        ...(from === 0 && until === 0 ? [] : [[texts.period, format.period(from, until)] as const]),
        ...(record === null ? [] : [[texts.record, <RecordLink key="record" id={record} />] as const]),
      ]}
    />
  );
}
