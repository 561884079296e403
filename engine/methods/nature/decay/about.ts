import type { Draft } from '../../../figures/draft.ts';
import { NOTHING, type Expression } from '../../../figures/expression.ts';
import { periodOf } from './year.ts';

export const METHOD = 'nature@1';

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
    period: periodOf(year),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

/** Returns the sum of parts that are written one after the other; 0 where there are none. */
export function plainSum(...parts: readonly Expression[]): Expression {
  const [only = NOTHING, other] = parts;
  return other === undefined ? only : { kind: 'sum', parts, isPlain: true };
}
