import type { FlowsPicture, Name, PicturedFigure, Place } from './picture.ts';
import { arrangeColumns } from './columns.ts';
import { isZero, subtract, sumValues } from './exact.ts';
import { readSegment } from './gather-flows.ts';
import { decimalCell, nameCell } from './tables.ts';

/** How many units are shown one by one where others are gathered. */
const MOST = 7;

/** The ends of flows besides units: what is outside, CO2, and what does not close. Names of units can't be these. */
const [OUTSIDE, EMITTED, GAP] = ['outside', '/emitted', '/gap'];

/** Carbon that goes from one end to another, each a unit or one of the above. */
interface CarbonFlow {
  readonly plant: string;
  readonly from: string;
  readonly to: string;
  /** The material; null where the carbon is in none. */
  readonly material: string | null;
  readonly value: string;
  readonly figure: PicturedFigure;
}

/** Shows the carbon of each plant: from where it comes to each unit, and to where it goes, what does not close too. */
export function showPlants(figures: readonly PicturedFigure[]): FlowsPicture[] {
  const flows = figures.flatMap((figure) => readFlow(figure) ?? []);
  return [...Map.groupBy(flows, ({ plant }) => plant)].map(([plant, own]) => showPlant(plant, own));
}

/** Reads a figure of plant@1: the carbon of a stream, or what a unit emits or does not close; null for another one, and for none. */
function readFlow(figure: PicturedFigure): CarbonFlow | null {
  const { key, value, unit } = figure;
  if (!unit.endsWith('{C}') || isZero(value)) return null;
  const stream = /^plant\/([^/]+)\/carbon\/from\/([^/]+)\/to\/([^/]+)\/([^/]+)$/.exec(key);
  if (stream !== null) {
    const [, plant, from, to, material] = stream;
    return { plant: plant!, from: from!, to: to!, material: material!, value, figure };
  }
  const [, plant, own, part] = /^plant\/([^/]+)\/([^/]+)\/carbon\/(emitted|gap)$/.exec(key) ?? [];
  if (plant === undefined) return null;
  const common = { plant, material: null, figure };
  if (value.startsWith('-')) return { ...common, from: GAP, to: own!, value: subtract('0', value) };
  return { ...common, from: own!, to: part === 'gap' ? GAP : EMITTED, value };
}

function showPlant(plant: string, all: readonly CarbonFlow[]): FlowsPicture {
  const { unit } = all[0]!.figure;
  const own = all.filter(({ figure }) => figure.unit === unit);
  const units = rankUnits(own);
  const shown = units.length > MOST + 1 ? units.slice(0, MOST) : units;
  const rest = units.length - shown.length;
  const nodes = [...shown, ...(rest > 0 ? [''] : [])];
  const ends = [OUTSIDE, ...nodes, GAP, OUTSIDE, EMITTED, GAP];
  const shownAs = (end: string): string => (ends.includes(end) ? end : '');
  const between = Map.groupBy(own, ({ from, to, material }) =>
    JSON.stringify([ends.indexOf(shownAs(from)), ends.lastIndexOf(shownAs(to)), material]),
  );
  const flows = [...between].map(([key, parts]) => {
    const [from, to, material] = JSON.parse(key) as [number, number, string | null];
    const about = material === null ? {} : { about: nameText(material) };
    return { from, to, value: sumValues(parts), ...about };
  });
  flows.sort((a, b) => a.from - b.from || a.to - b.to || Number(b.value) - Number(a.value));
  const columns = arrangeColumns(
    nodes.length,
    flows
      .map(({ from, to, value }) => ({ from: from - 1, to: to - 1, value }))
      .filter(({ from, to }) => from >= 0 && from < nodes.length && to < nodes.length),
  );
  const last = Math.max(0, ...columns) + 2;
  const places = ends.map((end, at): Place => {
    const column = at === 0 || at === nodes.length + 1 ? 0 : (columns[at - 1] ?? last - 1) + 1;
    return { name: nameEnd(end, rest), column, rank: ends.indexOf(end) };
  });
  return {
    form: 'flows',
    kind: 'plant',
    unit,
    about: [nameText(plant)],
    places,
    flows,
    remarks: rest > 0 ? [{ is: 'smallest-units', count: rest }] : [],
    table: {
      columns: ['giver', 'taker', 'material', 'value'],
      rows: flows.map(({ from, to, value, about }) => [
        nameCell(places[from]!.name),
        nameCell(places[to]!.name),
        nameCell(about ?? { is: 'text', text: '' }),
        decimalCell(value),
      ]),
    },
    figures: own.map(({ figure }) => figure),
  };
}

/** Returns units by what flows into and out of them, the largest first; of equal ones by their names. */
function rankUnits(flows: readonly CarbonFlow[]): string[] {
  const sizes = new Map<string, number>();
  for (const { from, to, value } of flows)
    for (const end of [from, to]) sizes.set(end, (sizes.get(end) ?? 0) + Number(value));
  for (const end of [OUTSIDE, EMITTED, GAP]) sizes.delete(end);
  return [...sizes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([unit]) => unit);
}

function nameEnd(end: string, rest: number): Name {
  if (end === OUTSIDE) return { is: 'outside' };
  if (end === EMITTED) return { is: 'emitted' };
  if (end === GAP) return { is: 'gap' };
  return end === '' ? { is: 'others', count: rest } : nameText(end);
}

function nameText(segment: string): Name {
  return { is: 'text', text: readSegment(segment) };
}
