import { Link } from '@tanstack/react-router';
import {
  isSetOperand,
  type Operand,
  readCitation,
  readDerivation,
} from '../../../../core/records/derivation.ts';
import type { SetOperand } from '../../../../core/records/row-set.ts';
import { Breakable } from '../../../components/breakable.tsx';
import { useFormat } from '../../../language/format.ts';
import { useAssureTexts } from '../paper/assure-texts.ts';
import classes from '../paper/auditor.module.css';
import type { Material } from './material.ts';
import type { ComparedFigure } from './recomputation.ts';

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
        </p>
      )}
      {derivation?.operands != null && derivation.operands.length > 0 && (
        <table className={classes['table']}>
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
  const record = operand.record ?? null;
  const title = material.records.find(({ id }) => id === record)?.title ?? '';
  const value = isSet ? operand.sum : operand.value;
  return (
    <tr>
      <td>{typeof operand.name === 'string' ? operand.name : ''}</td>
      <td>
        {isSet ? (
          texts.rowsOf(format.number(operand.count), title)
        ) : (
          <>
            <Breakable text={operand.key} />
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
