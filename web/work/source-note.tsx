import type { Draft } from '../../jobs/register/draft.ts';
import { Facts } from '../components/facts.tsx';
import { JsonValue } from '../components/json-value.tsx';
import { wordOf } from '../language/word-of.ts';
import { useWorkTexts } from './work-texts.ts';

type DraftEntry = Draft['entries'][number];

/** Returns the entry that says which file the rows of a dataset are from; null where there is none, or several. */
export function findSourceNote(entries: readonly DraftEntry[]): DraftEntry | null {
  const notes = entries.filter(({ detail, value }) => value === null && detail?.['row'] === 'source');
  return notes.length === 1 ? notes[0]! : null;
}

/** The note on the source file: its file and licence at once, all of it on demand. */
export function SourceNote({ note: { detail } }: { note: DraftEntry }) {
  const texts = useWorkTexts();
  const { row: _row, ...members } = detail ?? {};
  const textOf = (member: unknown): string => (typeof member === 'string' ? member : '');
  return (
    <details>
      <summary>{texts.note(textOf(members['title']), textOf(members['licence']))}</summary>
      <Facts
        facts={Object.entries(members).map(([name, value]) => [
          wordOf(texts.noteMembers, name),
          <JsonValue key={name} value={value ?? null} />,
        ])}
      />
    </details>
  );
}
