import { OutsideText } from '../outside-text.tsx';
import { shorten } from '../hash.tsx';

/** The subject of a record. Answers have the id of a stream as subject: its first and last digits are enough. */
export function SubjectName({ subject }: { subject: string }) {
  if (!/^[0-9a-f]{64}$/.test(subject)) return <OutsideText text={subject} />;
  return <span title={subject}>{shorten(subject)}</span>;
}
