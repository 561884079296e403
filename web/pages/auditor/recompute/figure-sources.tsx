import { Link } from '@tanstack/react-router';
import {
  isSetOperand,
  type Operand,
  readCitation,
  readDerivation,
} from '../../../../core/records/derivation.ts';
import type { SetOperand } from '../../../../core/records/row-set.ts';
import { OutsideText } from '../../../components/outside-text.tsx';
import { useFormat } from '../../../language/format.ts';
import { useAssureTexts } from '../shared/assure-texts.ts';
import classes from '../shared/auditor.module.css';
import type { Material } from './material.ts';
import type { ComparedFigure } from './recomputation.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';

/** How a figure came about: its formula and operands, with the way down to rows and documents. */
export function FigureSources({ figure, material }: { figure: ComparedFigure; material: Material }) {
  const texts = useAssureTexts();
  const citation = readCitation(figure.detail);
  const derivation = readDerivation(figure.detail);
  const formula = derivation?.members['formula'];
  return (
    <div className={classes['detail']}>
      {citation !== null && <p>{texts.cites(citation.key)}</p>}
      {citation === null && derivation === null && <p className="quiet">{texts.noDerivation}</p>}
      {typeof formula === 'string' && (
        <p>
          {texts.formula} <code>{formula}</code>
          <br />
          <span className="quiet">{texts.formulaLegend}</span>
        </p>
      )}
      {derivation?.operands != null && derivation.operands.length > 0 && (
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
            {derivation.operands.map((operand, index) => (
              <OperandRow key={index} operand={operand} material={material} />
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

function OperandRow({ operand, material }: { operand: Operand | SetOperand; material: Material }) {
  const texts = useAssureTexts();
  const format = useFormat();
  const isSet = isSetOperand(operand);
  const meaning = typeof operand.name === 'string' ? meaningOf(texts.symbols, operand.name) : null;
  const record = operand.record ?? null;
  const title = showOutside(material.records.find(({ id }) => id === record)?.title ?? '', MOST_OF_TITLE);
  const value = isSet ? operand.sum : operand.value;
  return (
    <tr>
      <td>
        {typeof operand.name === 'string' && (
          <>
            <code>{operand.name}</code>
            {meaning !== null && <div className="quiet">{meaning}</div>}
          </>
        )}
      </td>
      <td>
        {isSet ? (
          texts.rowsOf(format.number(operand.count), title)
        ) : (
          <>
            {record === null ? (
              <OutsideText text={operand.key} most={Infinity} />
            ) : (
              <Link to="/records/$id/impact" params={{ id: record }} search={{ row: operand.key }}>
                <OutsideText text={operand.key} most={Infinity} />
              </Link>
            )}
            <div className="quiet">{record === null ? texts.sameResult : title}</div>
          </>
        )}
      </td>
      <td className="number">
        {typeof value === 'string' && typeof operand.unit === 'string'
          ? `${/^-?\d+(\.\d+)?$/.test(value) ? format.decimal(value) : value} ${format.unit(operand.unit)}`
          : '–'}
      </td>
    </tr>
  );
}

/** Returns what a symbol of a formula stands for, such as `AD` or `part[2]`; null where there are no words for it. */
function meaningOf(words: Readonly<Record<string, string>>, symbol: string): string | null {
  const name = symbol.replace(/\[.*$/, '');
  return Object.hasOwn(words, name) ? words[name]! : null;
}
