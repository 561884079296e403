import type { JsonObject } from '../../core/encoding/json.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import { plainText } from './text-format.ts';

type Field = readonly [label: string, text: string];

/** Returns the title of a statement, which may be empty. */
export function titleOf({ title }: JsonObject): string {
  return typeof title === 'string' ? title : '';
}

/** Members of a statement in the order in which they are shown; others follow. */
const ORDER = [
  'title',
  'period',
  'standard',
  'opinion',
  'level',
  'scope',
  'outcome',
  'change',
  'reason',
  'answers',
  'addressees',
];

/** Returns a member of a statement; a list of texts has a line for each. */
function describeMember(name: string, value: unknown): Field[] {
  const texts = Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : [value];
  return texts.map((text, at) => [at === 0 ? plainText(name) : '', plainText(text)]);
}

/** Returns the fields of a record and its statement, without party and entries. `answered` describes the record that this one answers. */
export function describeContent(
  record: LedgerRecord,
  statement: JsonObject,
  answered: string | null = null,
): Field[] {
  const { kind, subject, sequence, previous, sources } = record;
  const names = [...ORDER, ...Object.keys(statement).filter((name) => !ORDER.includes(name))];
  return [
    ['kind', nameOfKind(kind)],
    ['subject', `${plainText(subject)}, sequence ${sequence}`],
    ...(sequence === 1 ? [] : [['replaces', previous] as const]),
    ...names
      .filter((name) => (statement[name] ?? '') !== '')
      .flatMap((name) => describeMember(name, statement[name])),
    ...(answered === null ? [] : [['', answered] as const]),
    ...sources.map((source, at) => [at === 0 ? 'sources' : '', source] as const),
  ];
}
