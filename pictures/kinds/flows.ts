import type { Cell, FlowsPicture, Name, PicturedFigure, Place, Remark } from './picture.ts';
import { aboutOf } from './accounts.ts';
import { shareOf, sumValues } from './exact.ts';
import { type GatheredFlows, gatherFlows, readSegment, stressorsOf } from './gather-flows.ts';
import { decimalCell, nameCell } from './tables.ts';

/** Shows who emits for whom; null where no two regions are shown. */
export function showFlows(figures: readonly PicturedFigure[], stressor: string): FlowsPicture | null {
  const gathered = gatherFlows(figures, stressor);
  const { unit, names: places, flows, figures: own } = gathered;
  if (places.length < 2 || flows.every(({ value }) => Number(value) <= 0)) return null;
  const total = Number(sumValues(flows));
  const nameAt = (at: number): Cell => nameCell(places[at]!);
  return {
    form: 'flows',
    kind: 'flows',
    unit,
    about: aboutOf(stressor, unit),
    places: [...placesIn(0, places), ...placesIn(1, places)],
    flows: flows.map((flow) => ({ ...flow, to: flow.to + places.length })),
    remarks: remarksOf(
      gathered,
      stressorsOf(figures).filter((each) => each !== stressor),
    ),
    table: {
      columns: ['from', 'to', 'value', 'share'],
      rows: flows.map(({ from, to, value }) => [
        nameAt(from),
        nameAt(to),
        decimalCell(value),
        { is: 'share', value: shareOf(value, total) },
      ]),
    },
    figures: own,
  };
}

/** Each region is on both sides: where it arises, and for whom. */
function placesIn(column: number, names: readonly Name[]): Place[] {
  return names.map((name, rank) => ({ name, column, rank }));
}

function remarksOf({ names, flows }: GatheredFlows, stressors: readonly string[]): Remark[] {
  const others = names.find((name) => name.is === 'others');
  const below = flows.filter(({ value }) => Number(value) < 0);
  const remarks: Remark[] = [{ is: 'own-flows' }];
  if (others !== undefined) remarks.push({ is: 'smallest-regions', count: others.count });
  if (below.length > 0) remarks.push({ is: 'negative-flows', count: below.length, sum: sumValues(below) });
  if (stressors.length > 0) remarks.push({ is: 'other-stressors', stressors: stressors.map(readSegment) });
  return remarks;
}
