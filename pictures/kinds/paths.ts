import * as z from 'zod';
import { isSetOperand, readDerivation } from '../../core/records/derivation.ts';
import { addDecimals, groupDigits, nameUnit, percentOf, shortNumber } from '../drawing/numbers.ts';
import type { Drawing, PicturedFigure } from '../drawing/picture.ts';
import { drawBars } from './bars.ts';

/** The most paths that are drawn. */
const MOST = 20;
const PATH = /^path\/[1-9]\d*$/;
const REMAINDER = 'path/remainder';

/** Returns whether a figure is a structural path. */
export function isPath({ key }: PicturedFigure): boolean {
  return PATH.test(key);
}

/** Draws the largest structural paths, and says what remains. */
export function drawPaths(all: readonly PicturedFigure[]): Drawing {
  const paths = all.filter(isPath).sort((a, b) => rankOf(a) - rankOf(b));
  const remainder = all.find(({ key }) => key === REMAINDER);
  const unit = nameUnit(paths[0]?.unit ?? '');
  const chains = paths.map((path) => readChain(path));
  const values = [...paths, ...(remainder === undefined ? [] : [remainder])].map(({ value }) => value);
  const whole = remainder === undefined ? 0 : Number(addDecimals(values));
  const region = chains.find((chain) => chain?.region !== undefined)?.region;
  const shown = paths.slice(0, MOST);
  const nameOf = (path: PicturedFigure, at: number): string => chains[at]?.industries.join(' → ') ?? path.key;
  const { shapes, height } = drawBars(
    shown.map((path, at) => ({
      label: nameOf(path, at),
      parts: chains[at]?.industries ?? [],
      value: Number(path.value),
      text: `${shortNumber(path.value)} ${unit}`,
    })),
  );
  const about = [stressorOf(paths[0]), ...(region === undefined ? [] : [`the final demand of ${region}`])];
  const rest = remainder === undefined ? '' : ` ${shortNumber(remainder.value)} ${unit} remain.`;
  return {
    title: `Largest structural paths: ${about.join(' for ')}`,
    summary: `What the first industry of each chain of sales emits; the last one sells to final demand. The ${paths.length} paths emit ${shortNumber(addDecimals(paths.map(({ value }) => value)))} ${unit}.${rest}`,
    height,
    shapes,
    table: {
      caption: 'Structural paths, the largest first, and what remains',
      head: ['Path', unit, 'Share of the whole'],
      named: 1,
      rows: [
        ...paths.map((path, at) => rowOf(nameOf(path, at), path.value, whole)),
        ...(remainder === undefined ? [] : [rowOf('Remainder: all other paths', remainder.value, whole)]),
      ],
    },
    remarks: [
      'the industry that emits is first, and the one that sells to final demand is last',
      ...(paths.length > MOST ? [`${paths.length - MOST} smaller paths are only in the table`] : []),
      ...(remainder === undefined ? [] : ['the remainder is in the table and has no bar']),
    ],
    figures: [...paths, ...(remainder === undefined ? [] : [remainder])],
  };
}

function rowOf(name: string, value: string, whole: number): string[] {
  return [name, groupDigits(value), percentOf(Number(value), whole)];
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

/** Returns the stressor that a path is about, as its rows of F are selected by it, else the gas of its unit. */
function stressorOf(path: PicturedFigure | undefined): string {
  for (const operand of readDerivation(path?.detail)?.operands ?? []) {
    const stressor = isSetOperand(operand)
      ? operandSchema.safeParse(operand).data?.selection.where['stressor']
      : null;
    if (typeof stressor === 'string') return stressor;
  }
  return /\{(.+)\}/.exec(path?.unit ?? '')?.[1] ?? 'emissions';
}
