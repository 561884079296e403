import { Button, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';
import type { Hex } from '../../core/encoding/hex.ts';
import { shorten } from '../components/hash.tsx';
import { saveFile } from '../components/save-file.ts';
import { writeCsv } from '../components/csv.ts';
import { dropIsolates } from '../language/outside-text.ts';
import { FlowChart } from './flow-chart.tsx';
import type { Cell, Picture } from './model.ts';
import { useNameText } from './name-text.ts';
import { type PictureText, usePictureText } from './picture-text.ts';
import { PictureTable } from './picture-table.tsx';
import { usePicturesTexts } from './pictures-texts.ts';
import { RowChart } from './row-chart.tsx';
import { writeSvgFile } from './svg-file.ts';
import { TimeChart } from './time-chart.tsx';
import { useWidth } from './use-width.ts';
import classes from './pictures.module.css';

interface PictureFrameProps {
  readonly picture: Picture;
  /** The record whose figures are shown. */
  readonly record: Hex;
}

/** A picture with its title, its numbers as a table, what a reader must know, and where its figures are from. */
export function PictureFrame({ picture, record }: PictureFrameProps) {
  const texts = usePicturesTexts();
  const [isTable, setTable] = useState(false);
  const text = usePictureText(picture, isTable);
  const id = useId();
  const [room, width] = useWidth();
  const drawn = useRef<HTMLDivElement>(null);
  return (
    <figure className={`card ${classes['figure']} ${classes['ink']}`} aria-labelledby={id}>
      <div className={classes['head']}>
        <div>
          <h2 id={id}>{text.title}</h2>
          <p>{text.lead}</p>
        </div>
        <SegmentedControl
          className={classes['tools']}
          aria-label={texts.view}
          size="xs"
          value={isTable ? 'table' : 'picture'}
          onChange={(chosen) => setTable(chosen === 'table')}
          data={[
            { value: 'picture', label: texts.asPicture },
            { value: 'table', label: texts.asTable },
          ]}
        />
      </div>
      <div ref={room}>
        {!isTable && width !== null && (
          <div ref={drawn}>
            <Chart picture={picture} width={width} label={texts.seeTable(text.title)} />
          </div>
        )}
        <div className={isTable ? undefined : 'hidden-text'}>
          <PictureTable picture={picture} caption={text.title} />
        </div>
      </div>
      {text.remarks.length > 0 && (
        <ul className={classes['notes']}>
          {text.remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      <div className={classes['foot']}>
        <Source lines={text.source} record={record} />
        <Save picture={picture} text={text} record={record} drawn={isTable ? null : drawn} />
      </div>
    </figure>
  );
}

function Chart({ picture, width, label }: { picture: Picture; width: number; label: string }) {
  switch (picture.form) {
    case 'rows':
      return <RowChart picture={picture} width={width} label={label} />;
    case 'time':
      return <TimeChart picture={picture} width={width} label={label} />;
    case 'flows':
      return <FlowChart picture={picture} width={width} label={label} />;
  }
}

function Source({ lines, record }: { lines: readonly string[]; record: Hex }) {
  const texts = usePicturesTexts();
  return (
    <div className={classes['source']}>
      <span>
        {texts.sourceRecord}{' '}
        <Link to="/records/$id" params={{ id: record }} title={record}>
          {shorten(record)}
        </Link>
      </span>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}

interface SaveProps extends PictureFrameProps {
  readonly text: PictureText;
  /** Where the picture is in the page; null while its table is shown. */
  readonly drawn: { readonly current: HTMLDivElement | null } | null;
}

function Save({ picture, text, record, drawn }: SaveProps) {
  const texts = usePicturesTexts();
  const name = useNameText();
  const { title, lead, remarks } = text;
  const source = [`${texts.sourceRecord} ${record}`, ...text.source];
  const stem = `${picture.kind}-${record.slice(0, 12)}`;
  const saveSvg = (): void => {
    const svg = drawn?.current?.querySelector('svg');
    if (svg === null || svg === undefined) return;
    const caption = {
      title,
      description: [lead, ...remarks].join(' '),
      source: [...remarks, source.join('  ')],
    };
    const light = [classes['ink']!, classes['light']!];
    saveFile(`${stem}.svg`, 'image/svg+xml', writeSvgFile(svg, light, caption));
  };
  const saveCsv = (): void => {
    const { columns, rows } = picture.table;
    const exact = (cell: Cell): string => {
      if (cell.is === 'name') return dropIsolates(name(cell.name));
      return cell.is === 'decimal' ? cell.value : String(cell.value ?? '');
    };
    const isAmount = (at: number): boolean => picture.table.rows[0]?.[at]?.is === 'decimal';
    const head = columns.map((column, at) =>
      isAmount(at) ? `${texts.columns[column]} [${picture.unit}]` : texts.columns[column],
    );
    const table = [head, ...rows.map((row) => row.map(exact))];
    saveFile(`${stem}.csv`, 'text/csv;charset=utf-8', writeCsv(table));
  };
  return (
    <div className={`row ${classes['tools']}`}>
      {drawn !== null && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={saveSvg}
          aria-label={`${texts.saveSvg}: ${title}`}
        >
          {texts.saveSvg}
        </Button>
      )}
      <Button variant="default" size="compact-sm" onClick={saveCsv} aria-label={`${texts.saveCsv}: ${title}`}>
        {texts.saveCsv}
      </Button>
    </div>
  );
}
