import type { Hex } from '../../../core/encoding/hex.ts';
import type { LineStanding } from '../../../jobs/survey/line-standing.ts';
import type { Sheet, SheetLine, SheetPart } from '../../../jobs/survey/panorama-sheet.ts';
import { formatInterval } from './uncertainty-text.ts';

type Standings = ReadonlyMap<Hex, LineStanding>;

/** Writes a panorama: each line with its years, what they cite, and how far that can be relied on. */
export function formatPanorama({ lines, parts }: Sheet, standings: Standings): string {
  const abouts = [...new Set([...lines, ...parts].map(({ about }) => about))];
  return abouts
    .flatMap((about) => [
      about,
      ...lines.filter((line) => line.about === about).flatMap((line) => formatLine(line, standings)),
      ...parts.filter((part) => part.about === about).flatMap((part) => formatPart(part, standings)),
    ])
    .join('\n');
}

function formatLine(line: SheetLine, standings: Standings): string[] {
  const { account, line: name, by, unit, gases, gwpSet, boundary, methods, years, missing } = line;
  const how = [
    unit,
    gases.length === 0 ? 'gases not stated' : gases.join(' '),
    gwpSet ?? [],
    boundary ?? 'territory or residents: not stated',
    methods.length === 0 ? 'method not stated' : methods.join(' '),
  ].flat();
  return [
    `  ${account}: ${name}, by ${by} (${how.join('; ')})`,
    `    ${years.map(formatYear).join('  ')}`,
    ...(missing.length === 0 ? [] : [`    no figure of ${missing.join(', ')}`]),
    ...formatBasis(years, standings),
  ];
}

/** Writes what years cite, with its standing, and what they warn of. */
function formatBasis(years: SheetLine['years'], standings: Standings): string[] {
  const records = new Set(years.flatMap(({ cites }) => cites.map(({ record }) => record as Hex)));
  const warnings = new Set(years.flatMap((year) => year.warnings.map(({ message }) => message)));
  return [
    ...[...records].map((id) => `    cites ${id.slice(0, 10)} ${formatStanding(standings.get(id))}`),
    ...[...warnings].map((message) => `    ! ${message}`),
  ];
}

function formatYear({ year, value, uncertainty }: SheetLine['years'][number]): string {
  const { low, high } = uncertainty ?? {};
  const interval = formatInterval({ low, high });
  return interval === '' ? `${year} ${value}` : `${year} ${value} (${interval})`;
}

function formatPart({ gap, part, unit, years }: SheetPart, standings: Standings): string[] {
  const name = part === 'gap' ? `gap ${gap}` : `gap ${gap}: ${part}`;
  return [`  ${name} (${unit})  ${years.map(formatYear).join('  ')}`, ...formatBasis(years, standings)];
}

function formatStanding(standing: LineStanding | undefined): string {
  if (standing === undefined) return 'standing not asked';
  if (!standing.isKnown) return `not known: ${standing.why}`;
  const { title, state, replacedBy, isWithdrawn, newerSource, opinions } = standing;
  return [
    title,
    state === 'final' ? 'final' : `${state}, not final`,
    isWithdrawn ? 'withdrawn' : [],
    replacedBy === null ? [] : `replaced by ${replacedBy.slice(0, 10)}`,
    newerSource === null ? [] : `a source was replaced by ${newerSource.slice(0, 10)}`,
    opinions.length === 0 ? 'not verified by an auditor' : `opinion: ${opinions.join(', ')}`,
  ]
    .flat()
    .join(', ');
}
