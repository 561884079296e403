import type { RecordView } from '../../../../client/generated/openapi.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { Facts } from '../../../components/facts.tsx';
import { FigureName } from '../../../components/record/figure-name.tsx';
import { Hash } from '../../../components/hash.tsx';
import { PartyName } from '../../../components/record/party-name.tsx';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { useFormat } from '../../../language/format.ts';
import { useLeftOutReasons } from '../../../language/left-out-reasons.ts';
import { wordOf } from '../../../language/word-of.ts';
import type { DoneWork } from '../opinion/done-work.ts';
import type { Quantity } from '../recompute/recomputation.ts';
import { useAssureTexts } from '../shared/assure-texts.ts';
import { isFrozen } from '../shared/audit-store.ts';
import classes from '../shared/auditor.module.css';
import { listUndone } from './list-undone.ts';
import type { OwnOpinion } from '../shared/own-opinions.ts';
import { PrintedOpinion } from './print-opinion.tsx';
import { PrintedSamples } from './print-samples.tsx';
import { PrintTable } from './print-table.tsx';
import { usePrintTexts } from './print-texts.ts';
import { titleOf } from '../../../data/record-title.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';
import { OutsideText } from '../../../components/outside-text.tsx';

/** Figures on paper at most. */
const MOST = 2000;

interface PrintPaperProps {
  readonly party: Hex;
  readonly view: RecordView;
  /** The newest opinion of the party about the stream. */
  readonly own: OwnOpinion | null;
  /** The opinion that was signed on this work in this browser. */
  readonly signed: RecordView | null;
  readonly done: DoneWork;
  /** What the verdict on the proof is, and why; null before it is known. */
  readonly proof: string | null;
}

/** The working paper as it is printed: the opinion as it was signed, figures, rows, samples, and what was not done. */
export function PrintPaper({ party, view, own, signed, done, proof }: PrintPaperProps) {
  const texts = usePrintTexts();
  const assure = useAssureTexts();
  const records = useRecordTexts();
  const format = useFormat();
  const { recomputation, work } = done;
  const isSigned = isFrozen(work) && signed !== null;
  const stands = own !== null && own.answers === view.id ? own.view : null;
  const opinion = isSigned ? signed : stands;
  const verdict = work.signed?.verdict ?? null;
  const status = isSigned ? statusOf(own, signed) : opinion === null ? 'draft' : 'draftOther';
  return (
    <div className={classes['paper']}>
      <h1>{texts.heading(showOutside(titleOf(view), MOST_OF_TITLE))}</h1>
      <Facts
        facts={[
          [texts.status, <strong key="status">{texts[status]}</strong>],
          [texts.company, <PartyName key="company" id={view.record.party} />],
          [texts.version, `${view.record.subject} · ${records.version(view.record.sequence)}`],
          [texts.record, <Hash key="record" value={view.id} isWhole />],
          [texts.auditor, <PartyName key="auditor" id={party} />],
          [texts.printed, format.time(Date.now() / 1000)],
          ...(isSigned && verdict !== null ? [[texts.proofSigned, assure.verdicts[verdict]] as const] : []),
          [texts.proof, proof ?? assure.notVerifiedYet],
          [texts.engines, <Engines key="engines" recomputation={recomputation} />],
        ]}
      />
      <PrintedOpinion opinion={opinion} />
      {recomputation !== null && <FigureRows figures={recomputation.figures} />}
      <RowsAccounted done={done} />
      <PrintedSamples done={done} />
      <NotDone done={done} proof={proof} hasOpinion={opinion !== null && isGiven(opinion)} />
      <Signatures />
    </div>
  );
}

/** Says whether the opinion that was signed on the paper is the newest one. */
function statusOf(own: OwnOpinion | null, signed: RecordView): 'signed' | 'replaced' {
  return own === null || own.id === signed.id ? 'signed' : 'replaced';
}

function Engines({ recomputation }: Pick<DoneWork, 'recomputation'>) {
  const { engine } = useAssureTexts();
  const names = new Set((recomputation?.engines ?? []).map(({ method, version }) => engine(method, version)));
  return names.size === 0 ? '–' : [...names].join('; ');
}

function isGiven({ statement }: RecordView): boolean {
  return statement['opinion'] !== 'withdrawn';
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
      <PrintTable head={[assure.figure, assure.registered, assure.computed, assure.outcome]} numbers={[1, 2]}>
        {figures.slice(0, MOST).map(({ record, key, detail, registered, computed, state }) => (
          <tr key={`${record} ${key}`}>
            <td>
              <FigureName figure={{ key, detail }} />
            </td>
            <td className="number">{write(registered)}</td>
            <td className="number">{write(computed)}</td>
            <td>{assure.outcomes[state]}</td>
          </tr>
        ))}
      </PrintTable>
      {figures.length > MOST && <p>{texts.moreFigures(format.number(figures.length - MOST))}</p>}
    </section>
  );
}

function RowsAccounted({ done: { recomputation } }: Pick<PrintPaperProps, 'done'>) {
  const texts = useAssureTexts();
  const format = useFormat();
  const reasons = useLeftOutReasons();
  if (recomputation?.rows == null) return null;
  return (
    <section>
      <h2>{texts.rows}</h2>
      <p>{recomputation.usesOtherRows ? texts.otherRows : texts.sameRows}</p>
      <PrintTable head={[texts.source, texts.read, texts.used, texts.leftOut]} numbers={[1, 2]}>
        {recomputation.rows.map(({ record, title, read, used, leftOut }) => (
          <tr key={record}>
            <td>
              <OutsideText text={title} />
            </td>
            <td className="number">{format.number(read)}</td>
            <td className="number">{format.number(used)}</td>
            <td>
              {leftOut.length === 0
                ? texts.nothingLeftOut
                : leftOut
                    .map(({ reason, keys }) =>
                      texts.reasonCount(format.number(keys.length), wordOf(reasons, reason)),
                    )
                    .join('; ')}
            </td>
          </tr>
        ))}
      </PrintTable>
    </section>
  );
}

interface NotDoneProps extends Pick<PrintPaperProps, 'done' | 'proof'> {
  readonly hasOpinion: boolean;
}

function NotDone({ done, proof, hasOpinion }: NotDoneProps) {
  const texts = usePrintTexts();
  const format = useFormat();
  const { parts, isUnproven, openRows, noEvidence, notSampled, closed } = listUndone(done, hasOpinion);
  const lines = [
    ...(isUnproven ? [proof === null ? texts.unprovenYet : texts.unproven(proof)] : []),
    ...(closed.length === 0 ? [] : [texts.closed(format.list(closed))]),
    ...parts.map((part) => texts.undone[part]),
    ...notSampled.map(({ title, count, all }) =>
      texts.notSampled(title, format.number(count), format.number(all)),
    ),
    ...(openRows > 0 ? [texts.open(format.number(openRows))] : []),
    ...(noEvidence > 0 ? [texts.noEvidence(format.number(noEvidence))] : []),
  ];
  return (
    <section>
      <h2>{texts.notDone}</h2>
      {lines.length === 0 ? (
        <p>{texts.all}</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Lines to be filled in by hand. */
function Signatures() {
  const texts = usePrintTexts();
  return (
    <dl className={classes['signatures']}>
      {[texts.preparedBy, texts.reviewedBy].map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd />
          <dt>{texts.date}</dt>
          <dd />
        </div>
      ))}
    </dl>
  );
}
