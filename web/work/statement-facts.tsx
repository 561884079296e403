import type { ReactNode } from 'react';
import { type Hex, isHex } from '../../core/encoding/hex.ts';
import type { Json, JsonObject } from '../../core/encoding/json.ts';
import { toneOfAnswer } from '../components/record/answer-tone.ts';
import { Facts } from '../components/facts.tsx';
import { JsonValue } from '../components/json-value.tsx';
import { PartyName } from '../components/record/party-name.tsx';
import { RecordLink } from '../components/record/record-link.tsx';
import { Tag } from '../components/tag.tsx';
import { wordOf } from '../language/word-of.ts';
import { useStatementTexts } from './statement-texts.ts';
import { OutsideText } from '../components/outside-text.tsx';

/** Members whose values are words of the protocol; titles and reasons are never translated. */
const CLOSED = ['change', 'opinion', 'outcome', 'level'];
/** Members in the order in which they are read; others follow, by their own names. */
const ORDER = [
  ...['answers', 'opinion', 'outcome', 'level', 'scope', 'period', 'standard', 'change', 'reason'],
  ...['addressees', 'replay', 'continues'],
];

interface StatementFactsProps {
  readonly statement: JsonObject;
  /** Which members are shown, in their order: all, if not given. */
  readonly members?: readonly string[];
  /** What else is said, below the members. */
  readonly others?: readonly (readonly [name: string, value: ReactNode])[];
}

/** The members of a statement, in words. What the protocol does not name is shown as it was signed. */
export function StatementFacts({
  statement,
  members = Object.keys(statement),
  others = [],
}: StatementFactsProps) {
  const texts = useStatementTexts();
  const facts = members.map(
    (member) =>
      [
        wordOf(texts.members, member),
        <StatementValue key={member} member={member} value={statement[member]!} />,
      ] as const,
  );
  return <Facts facts={[...facts, ...others]} />;
}

/** Returns the members that say something besides the title, in the order in which they are read. */
export function listStated(statement: JsonObject): string[] {
  const given = Object.keys(statement).filter((member) => member !== 'title' && statement[member] !== '');
  return [
    ...ORDER.filter((member) => given.includes(member)),
    ...given.filter((member) => !ORDER.includes(member)),
  ];
}

/** A value of a statement, as people read it. */
export function StatementValue({ member, value }: { member: string; value: Json }): ReactNode {
  const { values, nothing, inner } = useStatementTexts();
  if (member === 'answers' && isHash(value)) return <RecordLink id={value} />;
  if (member === 'addressees' && Array.isArray(value))
    return (
      <ul className="plain">
        {value.filter(isHash).map((party) => (
          <li key={party}>
            <PartyName id={party} />
          </li>
        ))}
      </ul>
    );
  if (value === '') return <span className="quiet">{nothing}</span>;
  if (typeof value !== 'string') return <JsonValue value={value} words={wordsIn(inner, member)} />;
  if (!CLOSED.includes(member)) return <JsonValue value={value} />;
  const word = wordOf(values, value);
  // Of levels, the protocol leaves open which there are.
  return member === 'level' ? <OutsideText text={word} /> : <Tag tone={toneOfAnswer(value)}>{word}</Tag>;
}

function isHash(value: Json): value is Hex {
  return isHex(value, 32);
}

function wordsIn(inner: Readonly<Record<string, Readonly<Record<string, string>>>>, member: string) {
  return Object.hasOwn(inner, member) ? inner[member] : undefined;
}
