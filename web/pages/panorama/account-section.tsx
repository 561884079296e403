import { Link } from '@tanstack/react-router';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { LineStanding } from '../../../jobs/survey/line-standing.ts';
import type { Account, SheetLine } from '../../../jobs/survey/panorama-sheet.ts';
import { LongText } from '../../components/outside-text.tsx';
import { shorten } from '../../components/hash.tsx';
import { Tag } from '../../components/tag.tsx';
import { showOutside } from '../../language/outside-text.ts';
import { isMaking, useLineName } from './line-name.ts';
import { usePanoramaTexts } from './panorama-texts.ts';
import { YearTable } from './year-table.tsx';
import classes from './panorama.module.css';

type Standings = ReadonlyMap<Hex, LineStanding>;

interface AccountProps {
  readonly id: Hex;
  readonly account: Account;
  readonly lines: readonly SheetLine[];
  readonly standings: Standings;
}

/** An account with more lines has the whole width. */
const MOST_NARROW = 2;

/** One account: its lines over years, and how far what they cite can be relied on. */
export function AccountSection({ id, account, lines, standings }: AccountProps) {
  const texts = usePanoramaTexts();
  const nameLine = useLineName();
  const isOfProducts = isMaking(lines[0]!);
  const title = isOfProducts ? texts.making : texts.accounts[account];
  const isMany = lines.length > MOST_NARROW;
  const years = [
    ...new Set(lines.flatMap((line) => [...line.years.map(({ year }) => year), ...line.missing])),
  ].sort();
  return (
    <section className={`card stack ${isMany ? classes['wide'] : ''}`} aria-label={title}>
      <div>
        <h3>{title}</h3>
        <p className="quiet">{isOfProducts ? texts.makingLead : texts.leads[account]}</p>
      </div>
      <YearTable
        id={id}
        label={texts.line}
        years={years}
        series={lines.map(({ line, by, unit, years: own }) => ({
          key: `${line}/${by}`,
          name: texts.lineBy(nameLine(line), showOutside(by)),
          ...{ unit, years: own },
        }))}
      />
      <Cited lines={lines} standings={standings} />
    </section>
  );
}

/** The records that lines cite, each with its standing. */
function Cited({ lines, standings }: Pick<AccountProps, 'lines' | 'standings'>) {
  const texts = usePanoramaTexts();
  const records = [
    ...new Set(
      lines.flatMap(({ years }) => years.flatMap(({ cites }) => cites.map(({ record }) => record as Hex))),
    ),
  ];
  return (
    <ul className="plain">
      {records.map((record) => (
        <li key={record}>
          {texts.cites} <Source record={record} standing={standings.get(record)} />
        </li>
      ))}
    </ul>
  );
}

function Source({ record, standing }: { readonly record: Hex; readonly standing: LineStanding | undefined }) {
  const texts = usePanoramaTexts();
  if (standing === undefined || !standing.isKnown)
    return (
      <>
        <code>{shorten(record)}</code> <Tag tone="unsure">{texts.unknownStanding}</Tag>
      </>
    );
  const { title, state, replacedBy, isWithdrawn, newerSource, opinions } = standing;
  return (
    <>
      <Link to="/records/$id" params={{ id: record }}>
        {title === '' ? shorten(record) : <LongText text={title} />}
      </Link>{' '}
      <Tag tone={state === 'final' ? 'good' : 'unsure'}>
        {state === 'final' ? texts.final : texts.notFinal}
      </Tag>{' '}
      {isWithdrawn && <Tag tone="bad">{texts.withdrawn}</Tag>}{' '}
      {replacedBy !== null && <Tag tone="bad">{texts.replaced}</Tag>}{' '}
      {newerSource !== null && <Tag tone="unsure">{texts.newerSource}</Tag>}{' '}
      {opinions.length === 0 ? (
        <Tag tone="unsure">{texts.notVerified}</Tag>
      ) : (
        <Tag>{texts.opinion(opinions.map((each) => showOutside(each)).join(', '))}</Tag>
      )}
    </>
  );
}
