import type { ReactNode } from 'react';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { Facts } from '../../../components/facts.tsx';
import { Hash } from '../../../components/hash.tsx';
import { PartyName } from '../../../components/party-name.tsx';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { FigureName } from '../../../components/figure-name.tsx';
import { useFormat } from '../../../language/format.ts';
import { wordOf } from '../../../language/word-of.ts';
import { useStatementTexts } from '../../../work/statement-texts.ts';
import type { DoneWork } from '../opinion/cautions.ts';
import { titleOf } from '../recompute/material.ts';
import type { Quantity } from '../recompute/recomputation.ts';
import { writeSamples } from '../sampling/sampled-rows.ts';
import { useSamplingTexts } from '../sampling/sampling-texts.ts';
import { useAssureTexts } from './assure-texts.ts';
import classes from './auditor.module.css';
import { listUndone } from './list-undone.ts';
import type { OwnOpinion } from './own-opinions.ts';
import { usePrintTexts } from './print-texts.ts';

/** Figures on paper at most. */
const MOST = 2000;

interface PrintPaperProps {
  readonly party: Hex;
  readonly view: RecordView;
  readonly own: OwnOpinion | null;
  readonly done: DoneWork;
}

/** The working paper as it is printed: facts, figures, sampled rows, and what was not done. */
export function PrintPaper({ party, view, own, done }: PrintPaperProps) {
  const texts = usePrintTexts();
  const assure = useAssureTexts();
  const records = useRecordTexts();
  const format = useFormat();
  const { values } = useStatementTexts();
  const { verdict, recomputation } = done;
  const isAbout = own !== null && own.answers === view.id;
  const engines = new Set(
    (recomputation?.engines ?? []).map(({ method, version }) => assure.engine(method, version)),
  );
  return (
    <div className={classes['paper']}>
      <h1>{texts.heading(titleOf(view))}</h1>
      <Facts
        facts={[
          [texts.company, <PartyName key="company" id={view.record.party} />],
          [texts.version, `${view.record.subject} · ${records.version(view.record.sequence)}`],
          [texts.record, <Hash key="record" value={view.id} isWhole />],
          [texts.auditor, <PartyName key="auditor" id={party} />],
          [texts.printed, format.time(Date.now() / 1000)],
          [texts.proof, verdict === null ? assure.notVerifiedYet : assure.verdicts[verdict]],
          [texts.engines, engines.size === 0 ? '–' : [...engines].join('; ')],
          [texts.opinion, isAbout ? wordOf(values, own.opinion) : texts.noOpinion],
        ]}
      />
      {recomputation !== null && <FigureRows figures={recomputation.figures} />}
      <SampleRows done={done} />
      <NotDone done={done} hasOpinion={isAbout && own.opinion !== 'withdrawn'} />
    </div>
  );
}

function Table({ head, children }: { head: readonly string[]; children: ReactNode }) {
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function FigureRows({ figures }: Pick<NonNullable<DoneWork['recomputation']>, 'figures'>) {
  const texts = usePrintTexts();
  const assure = useAssureTexts();
  const format = useFormat();
  const write = (quantity: Quantity | null): string =>
    quantity?.value == null ? '–' : `${format.decimal(quantity.value)} ${format.unit(quantity.unit)}`;
  return (
    <section>
      <h2>{texts.figures}</h2>
      <Table head={[assure.figure, assure.registered, assure.computed, assure.outcome]}>
        {figures.slice(0, MOST).map(({ record, key, detail, registered, computed, state }) => (
          <tr key={`${record} ${key}`}>
            <td>
              <FigureName figure={{ key, detail }} />
            </td>
            <td>{write(registered)}</td>
            <td>{write(computed)}</td>
            <td>{assure.outcomes[state]}</td>
          </tr>
        ))}
      </Table>
      {figures.length > MOST && <p>{texts.moreFigures(format.number(figures.length - MOST))}</p>}
    </section>
  );
}

function SampleRows({ done: { material, work } }: Pick<PrintPaperProps, 'done'>) {
  const texts = usePrintTexts();
  const sampling = useSamplingTexts();
  const format = useFormat();
  if (material === null || work.samples.length === 0) return null;
  return (
    <section>
      <h2>{texts.samples}</h2>
      {writeSamples(material, work).map(({ plan, population, rows }, index) => (
        <div key={index}>
          <h3>{sampling.sample(format.number(rows.length), format.number(population.count))}</h3>
          <p>
            {sampling.drawnBy(sampling.methods[plan.method])}
            {plan.method !== 'above' && (
              <>
                . {sampling.seed} <code>{plan.seed}</code>
              </>
            )}
          </p>
          <Table head={[texts.row, texts.finding, texts.note]}>
            {rows.map(({ key, finding, note }) => (
              <tr key={key}>
                <td>{key}</td>
                <td>{sampling.findings[finding]}</td>
                <td>{note}</td>
              </tr>
            ))}
          </Table>
        </div>
      ))}
    </section>
  );
}

function NotDone({ done, hasOpinion }: Pick<PrintPaperProps, 'done'> & { readonly hasOpinion: boolean }) {
  const texts = usePrintTexts();
  const format = useFormat();
  const { parts, openRows } = listUndone(done, hasOpinion);
  return (
    <section>
      <h2>{texts.notDone}</h2>
      {parts.length === 0 && openRows === 0 ? (
        <p>{texts.all}</p>
      ) : (
        <ul>
          {parts.map((part) => (
            <li key={part}>{texts.undone[part]}</li>
          ))}
          {openRows > 0 && <li>{texts.open(format.number(openRows))}</li>}
        </ul>
      )}
    </section>
  );
}
