import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { NOTHING, productOf, sumOf } from '../../figures/expression.ts';
import { warnAlso } from './about.ts';
import type { FlowCell } from './chain.ts';
import { aboutCo2e, counts, linesOf, type Subject } from './figures.ts';
import { isClimate, type Potentials } from './potentials.ts';

/**
 * Returns what of the total comes from rows of primary data. No figure where no row says what its data are. Rows that do not say so count as
 * secondary, with a warning.
 */
export function draftPrimary(subject: Subject, potentials: Potentials): Draft[] {
  const { forms, demand, name, standard, reached } = subject;
  const { flows, lines } = forms.chain;
  const own = flows.filter(({ line: at, to, emission, isBeyond }) => {
    const line = lines[at]!;
    return emission !== null && !isBeyond && reached.has(to) && isClimate(line) && counts(line, standard);
  });
  if (own.every(({ emission }) => emission!.data === undefined)) return [];
  const primary = new Set(own.filter(({ emission }) => emission!.data === 'primary').map(({ line }) => line));
  const terms = linesOf(subject).flatMap((at) => {
    const line = lines[at]!;
    if (!primary.has(at) || !isClimate(line)) return [];
    const form = forms.add({
      ...{ kind: 'flow', demand, line: at, of: null },
      ...{ isPrimary: true, about: 'primary' },
    });
    const { factor } = potentials.of(line);
    return [factor === null ? form : productOf(form, factor)];
  });
  const about = aboutCo2e(subject, potentials);
  return [
    {
      ...about,
      ...warnAlso(about, warnOfData(own)),
      key: `product/${name}/primary`,
      expression: terms.length === 0 ? NOTHING : sumOf(terms),
    },
  ];
}

function warnOfData(flows: readonly FlowCell[]): Warning[] {
  const rows = flows.flatMap(({ row, emission }) =>
    emission!.data === undefined ? [emission!.link ?? row] : [],
  );
  return [...new Set(rows)].map(({ record, key }) => {
    const message = `${key} does not say whether it is primary or secondary data, and counts as secondary: state detail.data`;
    return { code: 'data-unstated', message, row: { record, key } };
  });
}
