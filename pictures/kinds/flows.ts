import type { Cell, FlowsPicture, PicturedFigure, Remark } from './picture.ts';
import { aboutOf } from './accounts.ts';
import { shareOf, sumValues } from './exact.ts';
import { gatherFlows, readSegment, stressorsOf } from './gather-flows.ts';
import { decimalCell, nameCell } from './tables.ts';

/** Shows who emits for whom; null where no two regions are shown. */
export function showFlows(figures: readonly PicturedFigure[], stressor: string): FlowsPicture | null {
  const gathered = gatherFlows(figures, stressor);
  const { unit, places, flows, figures: own } = gathered;
  if (places.length < 2 || flows.every(({ value }) => Number(value) <= 0)) return null;
  const total = Number(sumValues(flows));
  const nameAt = (at: number): Cell => nameCell(places[at]!);
  return {
    form: 'flows',
    kind: 'flows',
    unit,
    about: aboutOf(stressor, unit),
    places,
    flows,
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

function remarksOf(
  { places, flows }: Pick<FlowsPicture, 'places' | 'flows'>,
  stressors: readonly string[],
): Remark[] {
  const others = places.find((name) => name.is === 'others');
  const below = flows.filter(({ value }) => Number(value) < 0);
  const remarks: Remark[] = [{ is: 'own-flows' }];
  if (others !== undefined) remarks.push({ is: 'smallest-regions', count: others.count });
  if (below.length > 0) remarks.push({ is: 'negative-flows', count: below.length, sum: sumValues(below) });
  if (stressors.length > 0) remarks.push({ is: 'other-stressors', stressors: stressors.map(readSegment) });
  return remarks;
}
