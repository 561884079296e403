import * as z from 'zod';
import { compareValues } from '../../jobs/derive/exact.ts';
import { deriveFigure } from '../../jobs/derive/derive-figure.ts';
import { OPERATIONS } from '../../jobs/derive/derived.ts';
import { type FigureItem } from '../handles/figure-item.ts';
import { HANDLE } from '../handles/handle.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import type { Tool, ToolOutcome } from './tool.ts';

const handle = z.string().regex(HANDLE);
const figures = z.array(handle).min(1).max(40);

/** Units into which a figure may be converted. */
const UNITS = ['kg', 't', 'kt', 'Mt', 'GJ', 'TJ', 'MW.h', 'GW.h', '%', '1'] as const;

const deriveSchema = z.strictObject({
  operation: z.enum(OPERATIONS),
  figures,
  /** For a conversion. A mass keeps its substance. */
  unit: z.enum(UNITS).optional(),
});

/** Derives a figure from others: the gate computes it again. */
export const deriveTool: Tool<z.output<typeof deriveSchema>> = {
  name: 'derive',
  about:
    'Derives a figure from others: difference (first minus other, same period), change (later minus earlier), sum, share (part, whole), ratio, per-head (figure, population), conversion (to a unit). Figures that do not go together are refused with codes.',
  input: deriveSchema,
  run: ({ operation, figures: operands, unit }, { handles }) =>
    Promise.resolve(derive(operation, operands, unit, handles)),
};

function derive(
  operation: (typeof OPERATIONS)[number],
  operands: readonly string[],
  unit: string | undefined,
  handles: HandleTable,
): ToolOutcome {
  const items = findFigures(operands, handles);
  if (items === null) return { handles: [], codes: ['wrong-kind'] };
  const [first] = items;
  const found = deriveFigure({
    operation,
    figures: items,
    ...(unit === undefined ? {} : { unit: `${unit}${/\{[^}]+\}$/.exec(first!.unit)?.[0] ?? ''}` }),
  });
  if ('misaligned' in found) return { handles: [], codes: found.misaligned };
  const { operation: _operation, ...derived } = found.derived;
  const { party } = first!;
  const item: FigureItem = {
    kind: 'figure',
    ...derived,
    key: `${operation}/${first!.key}`.slice(0, MOST_OF_KEY),
    party: items.every((each) => each.party?.id === party?.id) ? party : null,
    rounding: null,
    source: { is: 'derived', operation, operands },
    isPrivate: items.some(({ isPrivate }) => isPrivate),
  };
  return { handles: [handles.issue(item)], codes: [] };
}

/** An entry key has at most so many characters. */
const MOST_OF_KEY = 256;

function findFigures(named: readonly string[], handles: HandleTable): readonly FigureItem[] | null {
  const items = named.map(handles.find);
  return items.every((item): item is FigureItem => item?.kind === 'figure') ? items : null;
}

const figuresSchema = z.strictObject({ figures });
type Figures = z.output<typeof figuresSchema>;

/** Sorts figures by their values, the largest first. */
export const sortTool: Tool<Figures> = {
  name: 'sort',
  about: 'Sorts figures by their values, the largest first, and gives an order for statements about ranks.',
  input: figuresSchema,
  run: ({ figures: named }, { handles }) => {
    const items = findFigures(named, handles);
    if (items === null) return Promise.resolve({ handles: [], codes: ['wrong-kind'] });
    const places = new Map(named.map((each, at) => [each, items[at]!]));
    const sorted = named.toSorted((one, other) => compareValues(places.get(other)!, places.get(one)!) ?? 0);
    return Promise.resolve({ handles: [handles.issue({ kind: 'order', figures: sorted })], codes: [] });
  },
};

/** Puts figures into a table. */
export const tabulateTool: Tool<Figures> = {
  name: 'tabulate',
  about: 'Puts figures beside each other in a table: the program fills its cells.',
  input: figuresSchema,
  run: ({ figures: named }, { handles }) =>
    Promise.resolve(
      findFigures(named, handles) === null
        ? { handles: [], codes: ['wrong-kind'] }
        : { handles: [handles.issue({ kind: 'table', figures: named })], codes: [] },
    ),
};
