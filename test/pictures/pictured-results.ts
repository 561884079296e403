import { segmentOf } from '../../engine/trade/keys.ts';
import { choosePictures } from '../../pictures/choose.ts';
import { writeHtml } from '../../pictures/files/write-html.ts';
import { writeSvg } from '../../pictures/files/write-svg.ts';
import type { PicturedResult } from '../../pictures/kinds/source.ts';
import type { Choice, Picture, PicturedFigure, PictureKind } from '../../pictures/kinds/picture.ts';
import { IN_ENGLISH } from '../../pictures/words/in-english.ts';
import { YEAR_2023 } from '../engine/dataset.ts';

export const RECORD = `0x${'1'.repeat(64)}`;

/** Returns a result with these figures and no run. */
export function resultWith(...figures: readonly PicturedFigure[]): PicturedResult {
  return { figures, run: null, record: null };
}

/** Returns the pictures of a kind of a result. */
export function picturesOf(
  { figures }: PicturedResult,
  kind: PictureKind,
  choice: Partial<Choice> = {},
): Picture[] {
  const chosen: Choice = { basis: 'location', stressor: null, ...choice };
  return choosePictures({ figures, sequence: 1, before: null }, chosen, [kind]);
}

/** Writes the pictures of a kind as a page and as an image, in English. */
export function htmlOf(result: PicturedResult, kind: PictureKind, choice?: Partial<Choice>): string {
  return writeHtml(result, picturesOf(result, kind, choice), IN_ENGLISH);
}
export function svgOf(result: PicturedResult, kind: PictureKind): string {
  return writeSvg(result, picturesOf(result, kind), IN_ENGLISH);
}

/** Returns a figure that states what figures of methods state. */
export function figure(key: string, value: string, detail: object = {}, unit = 't{CO2}'): PicturedFigure {
  const derivation = {
    formula: 'f',
    operands: [{ record: RECORD, key: 'row', name: 'F', value: '1', unit: 't' }],
    rounding: { mode: 'half-even', digits: 12 },
    warnings: [],
  };
  const cover = { method: 'trade@1', gases: ['CO2'], gwpSet: null, derivation };
  return { key, value, unit, ...YEAR_2023, detail: { ...cover, ...detail } };
}

/** Returns the flows of CO2 between regions: the value of each pair, from row to column. */
export function flows(
  regions: readonly string[],
  values: (from: number, to: number) => string,
): PicturedFigure[] {
  return regions.flatMap((from, i) =>
    regions.map((to, j) =>
      figure(`flow/${segmentOf(from)}/${segmentOf(to)}/CO2`, values(i, j), {
        geographies: i === j ? [from] : [from, to].sort(),
      }),
    ),
  );
}

/** Returns a path through these industries as `trade@1` writes it. */
export function path(
  rank: number,
  value: string,
  industries: readonly string[],
  region: string,
): PicturedFigure {
  const sales = industries.slice(1).map((buyer, at) => `A[${industries[at]!}, ${buyer}]`);
  const terms = [`S[${industries[0]!}]`, ...sales, `Y[${industries.at(-1)!}, ${region}]`];
  const formula = `${terms.join(' ')}; S = F / x; L = (I - A)^-1; A = Z / x; x = Z 1 + Y 1`;
  const derivation = { formula, operands: [], rounding: { mode: 'half-even', digits: 12 }, warnings: [] };
  return figure(`path/${rank}`, value, { derivation });
}

/** Returns a figure with an interval and the shares of the variance that rows contribute. */
export function unsure(
  key: string,
  value: string,
  [low, high]: readonly [string, string],
  shares: Readonly<Record<string, string>> = { row: '1' },
): PicturedFigure {
  const contributions = Object.entries(shares).map(([row, share]) => ({ record: RECORD, key: row, share }));
  const ends = { approach: 1, level: '0.95', low, high, standardDeviation: '1', shape: 'normal' };
  return figure(key, value, { uncertainty: { ...ends, contributions } }, 't{CO2e}');
}

/** Returns figures of two products, as life-cycle@1 writes them: a mill that takes power, and one that does not. */
export function products(mill = 'mill', grid = 'grid'): PicturedFigure[] {
  const [m, g] = [segmentOf(mill), segmentOf(grid)];
  const values: Readonly<Record<string, string>> = {
    [`product/flour/total`]: '10.000000000001',
    [`product/flour/process/${g}`]: '7',
    [`product/flour/process/${m}`]: '4',
    [`product/flour/process/farm`]: '-0.5',
    [`product/flour/other-processes`]: '-0.5',
    [`product/flour/direct`]: '4',
    [`product/flour/input/${g}/power`]: '5',
    [`product/flour/input/farm/grain`]: '1.000000000001',
    [`product/flour/link/${g}/power/${m}`]: '5',
    [`product/flour/link/${g}/power/farm`]: '2',
    [`product/flour/link/farm/grain/${m}`]: '1.000000000001',
    [`product/flour/link/${m}/flour/farm`]: '-0.25',
    [`product/meal/total`]: '6',
    [`comparison/flour/meal`]: '-4.000000000001',
    [`comparison/flour/meal/process/${g}`]: '-7',
    [`comparison/flour/meal/process/${m}`]: '2.5',
    [`comparison/flour/meal/other-processes`]: '0.5',
  };
  return Object.entries(values).map(([key, value]) =>
    figure(key, value, { method: 'life-cycle@1' }, 't{CO2e}'),
  );
}

/** Names that a picture must hold: long ones, of other scripts, and such as markup is made of. */
export const HARD_NAMES = [
  'Bosnia and Herzegovina, Federation of, with all of its cantons and the district of Brčko',
  'W'.repeat(64),
  '中华人民共和国中央人民政府各省自治区直辖市',
  `<script>alert("&'1")</script>`,
  'a\u0000\u202eb',
];
