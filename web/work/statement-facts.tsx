import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Json, JsonObject } from '../../core/encoding/json.ts';
import { isHex } from '../../core/encoding/hex.ts';
import { Facts } from '../components/facts.tsx';
import { shorten } from '../components/hash.tsx';
import { JsonValue } from '../components/json-value.tsx';
import { PartyName } from '../components/party-name.tsx';
import { wordOf } from '../language/word-of.ts';
import { useStatementTexts } from './statement-texts.ts';

/** Members whose values are words of the protocol; titles and reasons are never translated. */
const CLOSED = ['change', 'opinion', 'outcome', 'level'];

/** All members of a statement, in words. What the protocol does not name is shown as it was signed. */
export function StatementFacts({ statement }: { statement: JsonObject }) {
  const { members } = useStatementTexts();
  return (
    <Facts
      facts={Object.entries(statement).map(([member, value]) => [
        wordOf(members, member),
        <StatementValue key={member} member={member} value={value} />,
      ])}
    />
  );
}

/** Returns a value of a statement as people read it. */
function StatementValue({ member, value }: { member: string; value: Json }): ReactNode {
  const { values, nothing } = useStatementTexts();
  if (member === 'answers' && isHex(value, 32))
    return (
      <Link to="/records/$id" params={{ id: value }}>
        {shorten(value)}
      </Link>
    );
  if (member === 'addressees' && Array.isArray(value))
    return value.map((party) =>
      typeof party === 'string' ? (
        <div key={party}>
          <PartyName id={party} />
        </div>
      ) : null,
    );
  if (value === '') return <span className="quiet">{nothing}</span>;
  if (typeof value === 'string') return CLOSED.includes(member) ? wordOf(values, value) : value;
  return <JsonValue value={value} />;
}
