import * as z from 'zod';
import type { Cell, Name, PicturedFigure, RowGroup, RowsPicture, TimePicture } from './picture.ts';
import { readSegment, stressorsOf } from './gather-flows.ts';
import { decimalCell, nameCell, tableOf } from './tables.ts';

/** The most regions that are drawn; the table has all. */
const MOST_REGIONS = 10;

interface Account {
  readonly region: string;
  readonly production: PicturedFigure;
  readonly consumption: PicturedFigure;
}

/** Returns the stressors that accounts and flows of a result are about, CO2e and CO2 first. */
export function listStressors(figures: readonly PicturedFigure[]): string[] {
  const found = figures.flatMap(({ key }) => /^[pc]ba\/[^/]+\/([^/]+)$/.exec(key)?.[1] ?? []);
  const rankOf = (stressor: string): number => ['CO2', 'CO2e'].indexOf(stressor);
  return [...new Set([...stressorsOf(figures), ...found])].sort(
    (a, b) => rankOf(b) - rankOf(a) || (a < b ? -1 : 1),
  );
}

/** Shows what each region emits beside what is emitted for its consumption. */
export function showAccounts(figures: readonly PicturedFigure[], stressor: string): RowsPicture | null {
  const byKey = new Map(figures.map((figure) => [figure.key, figure]));
  const accounts = figures
    .flatMap((production): Account[] => {
      const [first, region, about, ...more] = production.key.split('/');
      if (first !== 'pba' || region === undefined || about !== stressor || more.length > 0) return [];
      const consumption = byKey.get(`cba/${region}/${stressor}`);
      if (consumption?.unit !== production.unit) return [];
      return [{ region: nameOf(production) ?? readSegment(region), production, consumption }];
    })
    .sort((a, b) => sizeOf(b) - sizeOf(a) || (a.region < b.region ? -1 : 1));
  if (accounts.length === 0) return null;
  const { unit } = accounts[0]!.production;
  const own = accounts.filter(({ production }) => production.unit === unit);
  const groups = own.map(groupOf);
  const shown = groups.slice(0, MOST_REGIONS);
  return {
    form: 'rows',
    kind: 'accounts',
    unit,
    about: aboutOf(stressor, unit),
    groups: shown,
    remarks: shown.length < groups.length ? [{ is: 'shown-of', shown: shown.length, of: groups.length }] : [],
    table: tableOf(groups),
    figures: own.flatMap(({ production, consumption }) => [production, consumption]),
  };
}

/** Returns what accounts are about, unless their unit says it: `Mt{CO2}` is about CO2. */
export function aboutOf(stressor: string, unit: string): Name[] {
  const text = readSegment(stressor);
  return unit.includes(`{${text}}`) ? [] : [{ is: 'text', text }];
}

function groupOf({ region, production, consumption }: Account): RowGroup {
  return {
    name: { is: 'text', text: region },
    rows: [
      { name: { is: 'production' }, value: production.value, start: '0', tone: 'first' },
      { name: { is: 'consumption' }, value: consumption.value, start: '0', tone: 'second' },
    ],
  };
}

function sizeOf({ production, consumption }: Account): number {
  return Math.max(Math.abs(Number(production.value)), Math.abs(Number(consumption.value)));
}

const placesSchema = z.object({ geographies: z.tuple([z.string()]) });

/** Returns the whole name of the only place that a figure is about; undefined where it names none or several. */
function nameOf({ detail }: PicturedFigure): string | undefined {
  return placesSchema.safeParse(detail).data?.geographies[0];
}

const YEARLY = /^(production|consumption)\/([^/]+)\/([^/]+)\/(\d{4})$/;

/** Shows the production and consumption of a country, year by year. Where there are several countries or gases: the first. */
export function showYears(figures: readonly PicturedFigure[]): TimePicture | null {
  const all = figures.flatMap((figure) => {
    const { account, country, gas } = readYearly(figure) ?? {};
    return account === undefined ? [] : [{ figure, account, country: country!, gas: gas! }];
  });
  const [first] = all;
  if (first === undefined) return null;
  const own = all.filter(
    ({ country, gas, figure }) =>
      country === first.country && gas === first.gas && figure.unit === first.figure.unit,
  );
  const series = (['production', 'consumption'] as const).flatMap((account) => {
    const points = own
      .filter((each) => each.account === account)
      .map(({ figure: { from, until, value } }) => ({ from, until, value }))
      .sort((a, b) => a.from - b.from);
    return points.length === 0 ? [] : [{ name: { is: account }, points }];
  });
  if (series.every(({ points }) => points.length < 2)) return null;
  return {
    form: 'time',
    kind: 'years',
    marks: 'lines',
    unit: first.figure.unit,
    about: [{ is: 'place', code: readSegment(first.country) }, ...aboutOf(first.gas, first.figure.unit)],
    series,
    remarks: [{ is: 'gaps' }],
    table: yearsTable(series),
    figures: own.map(({ figure }) => figure),
  };
}

/** A line of a panorama: `{about}/{account}/total/{by}/{year}`. */
const SURVEYED = /^panorama\/([^/]+)\/(production|consumption)\/total\/([^/]+)\/\d{4}$/;

/** Returns the account and the country of a figure of published totals or of a panorama; null for other figures. */
function readYearly({ key, unit }: PicturedFigure): { account: string; country: string; gas: string } | null {
  const [, account, country, gas] = YEARLY.exec(key) ?? [];
  if (account !== undefined) return { account, country: country!, gas: gas! };
  const [, about, surveyed, by] = SURVEYED.exec(key) ?? [];
  if (surveyed === undefined) return null;
  const substance = /\{(.*)\}/.exec(unit)?.[1] ?? '';
  return { account: surveyed, country: about!, gas: by === 'own' ? substance : by! };
}

function yearsTable(series: TimePicture['series']): TimePicture['table'] {
  const periods = new Map(
    series.flatMap(({ points }) => points.map(({ from, until }) => [`${from}`, { from, until }])),
  );
  const ordered = [...periods.values()].sort((a, b) => a.from - b.from);
  return {
    columns: ['period', ...series.map(({ name }) => name.is as 'production' | 'consumption')],
    rows: ordered.map(({ from, until }) => [
      nameCell({ is: 'month', from, until }),
      ...series.map(({ points }): Cell => {
        const point = points.find((each) => each.from === from);
        return point === undefined ? nameCell({ is: 'text', text: '' }) : decimalCell(point.value);
      }),
    ]),
  };
}
