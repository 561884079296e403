import * as z from 'zod';
import type { FlowsPicture, Name, PicturedFigure } from './picture.ts';
import { sumValues } from './exact.ts';

/** The flows of one stressor between places, the largest place first, and last the others together, where there are any. */
export interface GatheredFlows extends Pick<FlowsPicture, 'unit' | 'flows' | 'figures'> {
  readonly names: readonly Name[];
}

/** How many regions are shown one by one where others are gathered. */
const MOST = 8;

/** Returns the stressors that flows of a result are about, the sum of gases first, then CO2. */
export function stressorsOf(figures: readonly PicturedFigure[]): string[] {
  const found = new Set(figures.flatMap(({ key }) => partsOf(key)?.stressor ?? []));
  const rankOf = (stressor: string): number => ['CO2', 'CO2e'].indexOf(stressor);
  return [...found].sort((a, b) => rankOf(b) - rankOf(a) || compare(a, b));
}

/** Gathers the flows of a stressor. Up to nine regions are shown one by one; of more, all but the eight largest become one place. */
export function gatherFlows(all: readonly PicturedFigure[], stressor: string): GatheredFlows {
  const figures = all.filter(({ key }) => partsOf(key)?.stressor === stressor);
  const ranks = rankRegions(figures);
  const isGathered = ranks.length > MOST + 1;
  const shown = isGathered ? ranks.slice(0, MOST) : ranks;
  const names = namesOf(all);
  const rest = ranks.length - shown.length;
  const places = shown.map((segment): Name => ({
    is: 'text',
    text: names.get(segment) ?? readSegment(segment),
  }));
  const rankOf = new Map(shown.map((segment, rank) => [segment, rank]));
  const between = Map.groupBy(figures, ({ key }) => {
    const { from, to } = partsOf(key)!;
    return [from, to].map((segment) => rankOf.get(segment) ?? shown.length).join(' ');
  });
  const flows = [...between].map(([pair, parts]) => {
    const [from = 0, to = 0] = pair.split(' ').map(Number);
    return { from, to, value: sumValues(parts) };
  });
  return {
    unit: figures[0]?.unit ?? '',
    names: isGathered ? [...places, { is: 'others', count: rest }] : places,
    flows: flows.sort((a, b) => a.from - b.from || a.to - b.to),
    figures,
  };
}

/** Returns regions by what flows from and to them, the largest first; of equal ones by their names. */
function rankRegions(figures: readonly PicturedFigure[]): string[] {
  const sizes = new Map<string, number>();
  for (const { key, value } of figures) {
    const { from, to } = partsOf(key)!;
    for (const region of [from, to]) sizes.set(region, (sizes.get(region) ?? 0) + Math.abs(Number(value)));
  }
  return [...sizes].sort(([a, x], [b, y]) => y - x || compare(a, b)).map(([region]) => region);
}

/** Returns whole names of regions by their segments in keys: figures about one region alone state it. */
function namesOf(figures: readonly PicturedFigure[]): Map<string, string> {
  const schema = z.object({ geographies: z.tuple([z.string()]) });
  const names = new Map<string, string>();
  for (const { key, detail } of figures) {
    const parts = partsOf(key);
    if (parts === null || parts.from !== parts.to) continue;
    const name = schema.safeParse(detail).data?.geographies[0];
    if (name !== undefined) names.set(parts.from, name);
  }
  return names;
}

interface FlowParts {
  readonly from: string;
  readonly to: string;
  readonly stressor: string;
}

/** Reads the key of a flow; null for another figure. */
export function partsOf(key: string): FlowParts | null {
  if (!key.startsWith('flow/')) return null;
  const [, from, to, stressor, ...more] = key.split('/');
  if (from === undefined || to === undefined) return null;
  return stressor === undefined || more.length > 0 ? null : { from, to, stressor };
}

/** Returns the name in a segment of a key, which is percent-encoded. A long name was shortened to `start%%digest`: it ends in an ellipsis. */
export function readSegment(segment: string): string {
  const [kept = '', digest] = segment.split('%%');
  try {
    return decodeURIComponent(kept) + (digest === undefined ? '' : '…');
  } catch {
    return segment;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
