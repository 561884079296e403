import { useId } from 'react';
import type { Contribution, Contributions } from '../../jobs/explain/contributions.ts';
import { useFormat } from '../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import { FigureLine } from './figure-line.tsx';
import { useProductsTexts } from './products-texts.ts';

interface ContributionTreeProps {
  readonly tree: Contributions;
  readonly record: string | null;
}

const WAYS = ['byProcess', 'byInput', 'byStage'] as const;

/** The parts of the total of a product. Each opens to what a process emits, and leads to where its figure is from. */
export function ContributionTree({ tree, record }: ContributionTreeProps) {
  const texts = useProductsTexts();
  const id = useId();
  if (WAYS.every((way) => tree[way].length === 0)) return null;
  const title = texts.contributions(showOutside(tree.unit, MOST_OF_TITLE));
  return (
    <section className="card stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <FigureLine name={tree.unit} figure={tree.total} record={record} />
      {WAYS.filter((way) => tree[way].length > 0).map((way) => (
        <details key={way} open={way === 'byProcess'}>
          <summary>{texts.ways[way]}</summary>
          <Branches branches={tree[way]} way={way} record={record} />
        </details>
      ))}
    </section>
  );
}

interface BranchesProps {
  readonly branches: readonly Contribution[];
  readonly way: (typeof WAYS)[number] | 'flow';
  readonly record: string | null;
}

function Branches({ branches, way, record }: BranchesProps) {
  const texts = useProductsTexts();
  const format = useFormat();
  const nameOf = ({ of: [first, ...rest] }: Contribution): string => {
    if (first === undefined) return way === 'byInput' ? texts.direct : texts.others;
    if (way === 'byInput') return texts.from(first, rest[0] ?? '');
    if (way !== 'flow' || rest.length === 0) return first;
    const [name = '', ...about] = rest;
    return texts.flow(name, [first, ...about].join(', '));
  };
  return (
    <ul>
      {branches.map((branch) => {
        const line = (
          <FigureLine
            name={nameOf(branch)}
            figure={branch.figure}
            record={record}
            note={branch.share === null ? null : format.percent(branch.share)}
          />
        );
        return (
          <li key={branch.figure.key}>
            {branch.below.length === 0 ? (
              line
            ) : (
              <details>
                <summary>{line}</summary>
                <Branches branches={branch.below} way="flow" record={record} />
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}
