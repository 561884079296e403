import type { Draft } from '../../figures/draft.ts';
import { NOTHING, type Expression } from '../../figures/expression.ts';
import type { Period } from '../../rows/row.ts';
import { METHOD } from './change.ts';
import { periodOf } from './years.ts';

/** What figures of decay share. */
export type About = Pick<Draft, 'geographies' | 'rules'>;

/** Returns a figure of one calendar year. The last segment of its key is the year. */
export function draftYear(
  about: About,
  year: number,
  own: { readonly key: string; readonly unit: string; readonly expression: Expression } & Partial<
    Pick<Draft, 'gases' | 'warnings' | 'isDifference'>
  >,
): Draft {
  const { key, warnings = [], ...others } = own;
  return {
    ...{ method: METHOD, scope: null, categories: [], gases: [], gwpSet: null },
    ...about,
    ...others,
    key: `${key}/${year}`,
    period: statedPeriodOf(year),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

/** Returns the sum of parts that are written one after the other; 0 where there are none. */
export function plainSum(...parts: readonly Expression[]): Expression {
  const [only = NOTHING, other] = parts;
  return other === undefined ? only : { kind: 'sum', parts, isPlain: true };
}

/** Returns a calendar year as a period. One before 1970 can't be stated: then a figure states none, and its key has the year. */
export function statedPeriodOf(year: number): Period {
  return year < 1970 ? { from: 0, until: 0 } : periodOf(year);
}
