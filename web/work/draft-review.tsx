import { useQueries } from '@tanstack/react-query';
import type { Draft } from '../../jobs/register/draft.ts';
import { idOfDraft } from '../../jobs/register/draft.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import { Facts } from '../components/facts.tsx';
import { Hash, shorten } from '../components/hash.tsx';
import { focusNew } from '../components/page-focus.ts';
import { PartyName } from '../components/record/party-name.tsx';
import { useRecordTexts } from '../components/record-texts.ts';
import { recordQuery } from '../data/queries.ts';
import { titleOr } from '../data/record-title.ts';
import { useFormat } from '../language/format.ts';
import { findSourceNote, SourceNote } from './source-note.tsx';
import { StatementFacts } from './statement-facts.tsx';
import { useWorkTexts } from './work-texts.ts';
import classes from './work.module.css';
import { OutsideText } from '../components/outside-text.tsx';

/** At most so many entries are shown before the record is signed; the others are counted. */
const MOST_SHOWN = 200;

/** Everything that a signature under a draft covers, in words. */
export function DraftReview({ draft }: { draft: Draft }) {
  const texts = useWorkTexts();
  const words = useRecordTexts();
  const format = useFormat();
  const { record, domain, statement, entries } = draft;
  const note = findSourceNote(entries);
  return (
    <section className="card stack" aria-labelledby="what-you-sign">
      <div>
        <h2 id="what-you-sign" tabIndex={-1} ref={focusNew}>
          {texts.review}
        </h2>
        <p className="quiet">{texts.reviewLead}</p>
      </div>
      <Facts
        facts={[
          [texts.party, <PartyName key="party" id={record.party} />],
          [texts.kind, words.kinds[nameOfKind(record.kind)]],
          [texts.stream, texts.version(record.subject, format.number(record.sequence))],
          [texts.ledger, texts.ledgerOn(domain.ledger, String(domain.chainId))],
          [texts.sources, <Sources key="sources" ids={record.sources} />],
        ]}
      />
      <div>
        <h3>{texts.statement}</h3>
        <StatementFacts statement={statement} />
      </div>
      {entries.length > 0 && (
        <div>
          <h3>{texts.entries}</h3>
          <p>
            {note === null
              ? texts.entryCount(format.number(entries.length))
              : texts.rowsAndNote(format.number(entries.length - 1))}
            . {draft.public ? texts.publicEntries : texts.privateEntries}.
          </p>
          <details>
            <summary>{texts.showEntries}</summary>
            <EntryTable entries={entries} />
          </details>
          {note !== null && <SourceNote note={note} />}
        </div>
      )}
      <div>
        <Facts facts={[[texts.hash, <Hash key="id" value={idOfDraft(draft)} isWhole />]]} />
        <p className="quiet">{texts.hashAdvice}</p>
      </div>
    </section>
  );
}

function Sources({ ids }: { ids: readonly Hex[] }) {
  const texts = useWorkTexts();
  const { untitled } = useRecordTexts();
  const found = useQueries({ queries: ids.map((id) => recordQuery(id)) });
  if (ids.length === 0) return texts.noSources;
  return (
    <ul className="plain">
      {ids.map((id, index) => {
        const title = found[index]?.data?.statement['title'];
        return (
          <li key={id}>
            <OutsideText text={titleOr(title, untitled)} /> <code title={id}>{shorten(id)}</code>
          </li>
        );
      })}
    </ul>
  );
}

function EntryTable({ entries }: Pick<Draft, 'entries'>) {
  const texts = useWorkTexts();
  const format = useFormat();
  const rest = entries.length - MOST_SHOWN;
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={texts.entries}>
      <table className="lined">
        <thead>
          <tr>
            <th scope="col">{texts.key}</th>
            <th scope="col" className="number">
              {texts.value}
            </th>
            <th scope="col">{texts.period}</th>
          </tr>
        </thead>
        <tbody>
          {entries.slice(0, MOST_SHOWN).map(({ key, value, unit, from, until }) => (
            <tr key={key}>
              <td>
                <OutsideText text={key} most={Infinity} />
              </td>
              <td className="number">
                {value === null ? (
                  <span className="quiet">{texts.noValue}</span>
                ) : (
                  `${format.decimal(value)} ${format.unit(unit)}`
                )}
              </td>
              <td>{until === 0 ? '' : format.period(from, until)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && <p className="quiet">{texts.moreEntries(format.number(rest))}</p>}
    </div>
  );
}
