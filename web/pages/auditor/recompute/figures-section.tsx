import { Button, Checkbox, Progress } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { FigureName } from '../../../components/record/figure-name.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Empty, Failure, Loading } from '../../../components/states.tsx';
import { Tag, type Tone } from '../../../components/tag.tsx';
import { type Column, VirtualTable } from '../../../components/list/virtual-table.tsx';
import { useFormat } from '../../../language/format.ts';
import { useAssureTexts } from '../shared/assure-texts.ts';
import classes from '../shared/auditor.module.css';
import { countFigures, type Recomputed } from './figure-counts.ts';
import { FigureSources } from './figure-sources.tsx';
import type { Material } from './material.ts';
import type { ComparedFigure, Quantity, Recomputation } from './recomputation.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';

interface FiguresSectionProps {
  readonly material: Material;
  readonly recomputed: Recomputed;
  readonly onStop: () => void;
}

/** Every figure beside the one that the engine computes here. */
export function FiguresSection({ material, recomputed, onStop }: FiguresSectionProps) {
  const texts = useAssureTexts();
  const { data, error, isFetching, isWaiting, refetch } = recomputed;
  return (
    <section className={classes['section']} aria-labelledby="figures">
      <header>
        <h2 id="figures" tabIndex={-1}>
          {texts.recompute}
        </h2>
        <p className="quiet">{texts.recomputeLead}</p>
      </header>
      {error === null && <Hashed material={material} recomputed={recomputed} />}
      {isFetching && <Running recomputed={recomputed} onStop={onStop} />}
      {!isFetching && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {isWaiting && <p role="status">{texts.documentsFirst}</p>}
      {!isFetching && !isWaiting && error === null && data === undefined && (
        <div className="row">
          <span>{texts.stopped}</span>
          <Button variant="default" onClick={() => void refetch()}>
            {texts.again}
          </Button>
        </div>
      )}
      {data !== undefined && !isFetching && <Compared material={material} data={data} />}
    </section>
  );
}

/** Says that what was read is what was signed, as soon as that is known: figures take longer. */
function Hashed({ material: { records }, recomputed }: { material: Material; recomputed: Recomputed }) {
  const texts = useAssureTexts();
  const format = useFormat();
  const { data, isFetching, progress } = recomputed;
  const step = progress?.step ?? 'checking';
  if (data === undefined && (!isFetching || step === 'checking')) return null;
  const count = records.reduce((sum, { entries }) => sum + entries.shown.length, 0);
  return <p role="status">{texts.noneChanged(format.number(count), format.number(records.length))}</p>;
}

function Running({
  recomputed: { progress },
  onStop,
}: {
  recomputed: Recomputed;
  onStop: FiguresSectionProps['onStop'];
}) {
  const texts = useAssureTexts();
  const format = useFormat();
  const done = progress?.done ?? null;
  return (
    <div className="row">
      <Loading label={texts.progress[progress?.step ?? 'checking']} />
      {done !== null && (
        <>
          <Progress value={100 * done} w="12rem" aria-label={texts.progress.computing} />
          <span>{texts.done(format.percent(done))}</span>
        </>
      )}
      <Button variant="default" size="compact-md" onClick={onStop}>
        {texts.stop}
      </Button>
    </div>
  );
}

function Compared({ material, data }: { material: Material; data: Recomputation }) {
  const texts = useAssureTexts();
  const navigate = useNavigate({ from: '/auditor/$id' });
  const { figures: wanted } = useSearch({ from: '/auditor/$id' });
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (name: string): void => {
    const next = new Set(opened);
    if (!next.delete(name)) next.add(name);
    setOpened(next);
  };
  const shown = data.figures.filter(({ state }) => wanted === undefined || state !== 'equal');
  const columns = useColumns(opened, toggle);
  return (
    <>
      <Outcome data={data} />
      <Checkbox
        label={texts.showDifferent}
        checked={wanted === 'different'}
        onChange={({ target }) =>
          void navigate({
            search: (now) => ({ ...now, figures: target.checked ? 'different' : undefined }),
            resetScroll: false,
          })
        }
      />
      {shown.length === 0 ? (
        <Empty title={data.figures.length === 0 ? texts.noFigures : texts.noneDifferent} />
      ) : (
        <VirtualTable
          label={texts.recompute}
          columns={columns}
          items={shown}
          keyOf={nameFigure}
          below={(figure) =>
            opened.has(nameFigure(figure)) ? <FigureSources figure={figure} material={material} /> : null
          }
        />
      )}
    </>
  );
}

function nameFigure({ record, key }: ComparedFigure): string {
  return `${record} ${key}`;
}

function Outcome({ data }: { data: Recomputation }) {
  const texts = useAssureTexts();
  const format = useFormat();
  const { all, equal, different } = countFigures(data);
  const isGood = equal === all && all > 0 && data.finding.result === 'pass';
  const title = isGood
    ? texts.allEqual(format.number(all))
    : different > 0
      ? texts.someDiffer(format.number(different), format.number(all))
      : texts.someNot(format.number(all - equal), format.number(all));
  const engines = new Set(data.engines.map(({ method, version }) => texts.engine(method, version)));
  return (
    <Notice
      tone={isGood ? 'good' : different > 0 || data.finding.result === 'fail' ? 'bad' : 'unsure'}
      isLive
      title={title}
    >
      {engines.size > 0 && <p>{[...engines].join('; ')}</p>}
      <details>
        <summary>{texts.why}</summary>
        <p lang="en">
          {data.finding.basis} <code>{data.finding.code}</code>
        </p>
      </details>
    </Notice>
  );
}

const TONES: Readonly<Record<ComparedFigure['state'], Tone>> = {
  ...{ equal: 'good', differs: 'bad', detail: 'bad', 'not-computed': 'unsure' },
};

function useColumns(opened: ReadonlySet<string>, toggle: (name: string) => void): Column<ComparedFigure>[] {
  const texts = useAssureTexts();
  return [
    { header: texts.figure, width: 'minmax(0, 2.4fr)', cell: (figure) => <FigureName figure={figure} /> },
    {
      header: texts.registered,
      width: 'minmax(0, 1.6fr)',
      isNumber: true,
      cell: ({ registered }) => <Value quantity={registered} />,
    },
    {
      header: texts.computed,
      width: 'minmax(0, 1.6fr)',
      isNumber: true,
      cell: ({ computed }) =>
        computed === null ? <span className="quiet">–</span> : <Value quantity={computed} />,
    },
    {
      header: texts.outcome,
      width: 'minmax(0, 1.1fr)',
      cell: ({ state }) => <Tag tone={TONES[state]}>{texts.outcomes[state]}</Tag>,
    },
    {
      header: texts.sources,
      width: '6rem',
      cell: (figure) => (
        <Button
          variant="default"
          size="compact-sm"
          aria-expanded={opened.has(nameFigure(figure))}
          aria-label={texts.sourcesOf(showOutside(figure.key, MOST_OF_TITLE))}
          onClick={() => toggle(nameFigure(figure))}
        >
          {opened.has(nameFigure(figure)) ? texts.close : texts.sources}
        </Button>
      ),
    },
  ];
}

function Value({ quantity: { value, unit } }: { quantity: Quantity }) {
  const format = useFormat();
  if (value === null) return <span className="quiet">–</span>;
  return (
    <>
      {format.decimal(value)} <span className="unbroken">{format.unit(unit)}</span>
    </>
  );
}
