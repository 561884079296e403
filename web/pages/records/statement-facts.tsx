import type { ReactNode } from 'react';
import type { LedgerRecord } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { Facts } from '../../components/facts.tsx';
import { JsonValue } from '../../components/json-value.tsx';
import { PartyName } from '../../components/party-name.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { toneOfAnswer } from '../../components/answer-tone.ts';
import { Tag } from '../../components/tag.tsx';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useRecordPageTexts } from './record-page-texts.ts';
import { wordOf } from '../../language/word-of.ts';
import classes from './record-page.module.css';

const HASH = /^0x[0-9a-f]{64}$/;
/** Members whose values are words of the protocol. */
const CLOSED = { opinion: true, outcome: true, change: true, level: true };
/** Members in the order in which they are read; others follow, by their own names. */
const ORDER = [
  ...['answers', 'opinion', 'outcome', 'level', 'scope', 'period', 'standard', 'change', 'reason'],
  ...['addressees', 'replay', 'continues'],
];
/** A statement in words, and the sources of its record. Everything in it was written by its party. */
export function StatementFacts({ record, statement }: { record: LedgerRecord; statement: JsonObject }) {
  const texts = useRecordPageTexts();
  const zero = /^0x0+$/.test(record.previous);
  const names = [
    ...ORDER.filter((name) => name in statement),
    ...Object.keys(statement).filter((name) => name !== 'title' && !ORDER.includes(name)),
  ];
  const labels: Readonly<Record<string, string>> = useStatementTexts().members;
  const facts: (readonly [string, ReactNode])[] = names
    .filter((name) => statement[name] !== '')
    .map((name) => [wordOf(labels, name), <Member key={name} name={name} value={statement[name]!} />]);
  if (!zero) facts.push([texts.previous, <RecordLink key="previous" id={record.previous} />]);
  facts.push([texts.sources(record.sources.length), <Sources key="sources" ids={record.sources} />]);
  return <Facts facts={facts} />;
}

function Member({ name, value }: { name: string; value: JsonObject[string] }) {
  if (name === 'answers' && isHash(value)) return <RecordLink id={value} />;
  if (name === 'addressees' && Array.isArray(value))
    return (
      <ul className={classes['links']}>
        {value.filter(isHash).map((party) => (
          <li key={party}>
            <PartyName id={party} />
          </li>
        ))}
      </ul>
    );
  if (typeof value === 'string' && Object.hasOwn(CLOSED, name)) return <Word name={name} value={value} />;
  return <JsonValue value={value} />;
}

/** A word of the protocol, with the colour of what it means. Of levels, the protocol leaves open which there are. */
function Word({ name, value }: { name: string; value: string }) {
  const words: Readonly<Record<string, string>> = useStatementTexts().values;
  const text = wordOf(words, value);
  if (name === 'level') return text;
  return <Tag tone={toneOfAnswer(value)}>{text}</Tag>;
}

/** Sources that are shown at once; the others on demand. */
const MOST = 12;

function Sources({ ids }: { ids: readonly Hex[] }) {
  const texts = useRecordPageTexts();
  if (ids.length === 0) return <span className="quiet">{texts.noSources}</span>;
  const list = (part: readonly Hex[]) => (
    <ul className={classes['links']}>
      {part.map((id) => (
        <li key={id}>
          <RecordLink id={id} />
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {list(ids.slice(0, MOST))}
      {ids.length > MOST && (
        <details>
          <summary>{texts.moreSources(ids.length - MOST)}</summary>
          {list(ids.slice(MOST))}
        </details>
      )}
    </>
  );
}

function isHash(value: unknown): value is Hex {
  return typeof value === 'string' && HASH.test(value);
}
