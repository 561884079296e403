import * as z from 'zod';
import { isSetOperand, readDerivation } from '../../core/records/derivation.ts';
import type { PicturedFigure, Remark, Row, RowsPicture } from './picture.ts';
import { shareOf, sumValues } from './exact.ts';
import { decimalCell, nameCell } from './tables.ts';

/** The most paths that have a bar; the table has all. */
const MOST = 12;
const PATH = /^path\/[1-9]\d*$/;

/** Shows the largest structural paths; what remains has no bar, because it would dwarf them. Null where there are not two. */
export function showPaths(figures: readonly PicturedFigure[]): RowsPicture | null {
  const paths = figures.filter(({ key }) => PATH.test(key)).sort((a, b) => rankOf(a) - rankOf(b));
  if (paths.length < 2) return null;
  const remainder = figures.find(({ key }) => key === 'path/remainder');
  const chains = paths.map((path) => readChain(path));
  const bars = paths.map((path, at): Row => {
    const text = chains[at]?.industries.join(' → ') ?? path.key;
    return { name: { is: 'text', text }, value: path.value, start: '0', tone: 'first' };
  });
  const all = remainder === undefined ? paths : [...paths, remainder];
  const whole = remainder === undefined ? 0 : Number(sumValues(all));
  const rest: Pick<Row, 'name' | 'value'>[] =
    remainder === undefined ? [] : [{ name: { is: 'remainder' }, value: remainder.value }];
  const { unit } = paths[0]!;
  const region = chains.find((chain) => chain !== null)?.region ?? '';
  const stressor = stressorOf(paths[0]!);
  const about = [region, ...(stressor === undefined || unit.includes(`{${stressor}}`) ? [] : [stressor])];
  const remarks: Remark[] = [];
  if (remainder !== undefined) remarks.push({ is: 'other-paths', value: remainder.value });
  if (bars.length > MOST) remarks.push({ is: 'shown-of', shown: MOST, of: bars.length });
  return {
    form: 'rows',
    kind: 'paths',
    unit,
    about: about.map((text) => ({ is: 'text', text })),
    groups: [{ name: null, rows: bars.slice(0, MOST) }],
    remarks,
    table: {
      columns: ['name', 'value', 'part'],
      rows: [...bars, ...rest].map(({ name, value }) => [
        nameCell(name),
        decimalCell(value),
        { is: 'share', value: shareOf(value, whole) },
      ]),
    },
    figures: all,
  };
}

function rankOf({ key }: PicturedFigure): number {
  return Number(key.slice(key.indexOf('/') + 1));
}

/** A path as its formula states it: its industries, and the region whose final demand it ends in. */
interface Chain {
  readonly industries: readonly string[];
  readonly region: string;
}

/**
 * Reads the formula of a path, `S[a] A[a, b] A[b, c] Y[c, region]; …`; null for another one. Names may hold any of its marks: each one is
 * found by its repetition.
 */
export function readChain({ detail }: Pick<PicturedFigure, 'detail'>): Chain | null {
  const { data: formula } = z.string().safeParse(readDerivation(detail)?.members['formula']);
  const [first = ''] = formula?.split('; S = F / x;') ?? [];
  let rest = /^S\[(.*)$/s.exec(first)?.[1];
  const industries: string[] = [];
  while (rest !== undefined) {
    const [, name, kind, after] = /^(.*?)\] ([AY])\[\1, (.*)$/s.exec(rest) ?? [];
    if (name === undefined || after === undefined) return null;
    industries.push(name);
    if (kind === 'Y') return after.endsWith(']') ? { industries, region: after.slice(0, -1) } : null;
    rest = after;
  }
  return null;
}

const operandSchema = z.object({
  name: z.literal('F'),
  selection: z.object({ where: z.record(z.string(), z.unknown()) }),
});

/** Returns the stressor that a path is about, as its rows of F are selected by it; undefined where they are not. */
function stressorOf(path: PicturedFigure): string | undefined {
  for (const operand of readDerivation(path.detail)?.operands ?? []) {
    const stressor = isSetOperand(operand)
      ? operandSchema.safeParse(operand).data?.selection.where['stressor']
      : null;
    if (typeof stressor === 'string') return stressor;
  }
  return undefined;
}
