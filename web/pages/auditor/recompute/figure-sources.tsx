import { Link } from '@tanstack/react-router';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { type FigureInput, listFigureInputs } from '../../../../jobs/explain/figure-inputs.ts';
import { readStatedFigure } from '../../../../jobs/explain/stated-figure.ts';
import { useQuantity } from '../../../graph/quantity.ts';
import { OutsideText } from '../../../components/outside-text.tsx';
import { useFormat } from '../../../language/format.ts';
import { useAssureTexts } from '../shared/assure-texts.ts';
import classes from '../shared/auditor.module.css';
import type { Material } from '../../../../jobs/reperform/material.ts';
import type { ComparedFigure } from '../../../../jobs/reperform/recomputation.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';

/** How a figure came about: its formula and operands, with the way down to rows and documents. */
export function FigureSources({ figure, material }: { figure: ComparedFigure; material: Material }) {
  const texts = useAssureTexts();
  const { formula, cites } = readStatedFigure(figure.detail);
  const operands = listFigureInputs(figure.record, figure).filter(isOperand);
  return (
    <div className={classes['detail']}>
      {cites !== null && <p>{texts.cites(cites.key)}</p>}
      {formula === null && cites === null && <p className="quiet">{texts.noDerivation}</p>}
      {formula !== null && (
        <p>
          {texts.formula} <code>{formula}</code>
          <br />
          <span className="quiet">{texts.formulaLegend}</span>
        </p>
      )}
      {operands.length > 0 && (
        <table className={`lined ${classes['table']}`}>
          <thead>
            <tr>
              <th scope="col">{texts.operand}</th>
              <th scope="col">{texts.from}</th>
              <th scope="col" className="number">
                {texts.value}
              </th>
            </tr>
          </thead>
          <tbody>
            {operands.map((operand, index) => (
              <OperandRow key={index} operand={operand} own={figure.record} material={material} />
            ))}
          </tbody>
        </table>
      )}
      <p>
        <Link to="/records/$id/provenance" params={{ id: figure.record }} search={{ figure: figure.key }}>
          {texts.follow}
        </Link>
      </p>
    </div>
  );
}

type OperandInput = Extract<FigureInput, { type: 'set' | 'entry' }>;

function isOperand(input: FigureInput): input is OperandInput {
  return input.type === 'set' || input.type === 'entry';
}

interface OperandRowProps {
  readonly operand: OperandInput;
  /** The record of the figure. */
  readonly own: Hex;
  readonly material: Material;
}

function OperandRow({ operand, own, material }: OperandRowProps) {
  const texts = useAssureTexts();
  const format = useFormat();
  const write = useQuantity();
  const { name, value, unit } =
    operand.type === 'set' ? { ...operand.set, value: operand.set.sum } : operand.use;
  const meaning = meaningOf(texts.symbols, name);
  const record = operand.type === 'set' ? operand.set.record : operand.record;
  const title = showOutside(material.records.find(({ id }) => id === record)?.title ?? '', MOST_OF_TITLE);
  return (
    <tr>
      <td>
        <code>{name}</code>
        {meaning !== null && <div className="quiet">{meaning}</div>}
      </td>
      <td>
        {operand.type === 'set' ? (
          texts.rowsOf(format.number(operand.set.count), title)
        ) : (
          <>
            {record === own ? (
              <OutsideText text={operand.key} most={Infinity} />
            ) : (
              <Link to="/records/$id/impact" params={{ id: record }} search={{ row: operand.key }}>
                <OutsideText text={operand.key} most={Infinity} />
              </Link>
            )}
            <div className="quiet">{record === own ? texts.sameResult : title}</div>
          </>
        )}
      </td>
      <td className="number">{value === null ? '–' : write(value, unit)}</td>
    </tr>
  );
}

/** Returns what a symbol of a formula stands for, such as `AD` or `part[2]`; null where there are no words for it. */
function meaningOf(words: Readonly<Record<string, string>>, symbol: string): string | null {
  const name = symbol.replace(/\[.*$/, '');
  return Object.hasOwn(words, name) ? words[name]! : null;
}
