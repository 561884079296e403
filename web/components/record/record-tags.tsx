import type { RecordSummary } from '../../../client/generated/openapi.ts';
import { isReplay, type Kind, nameOfKind } from '../../../core/records/kind.ts';
import { Tag, type Tone } from '../tag.tsx';
import { useRecordTexts } from '../record-texts.ts';

const TONES: Record<RecordSummary['state'], Tone> = {
  accepted: 'neutral',
  sealed: 'neutral',
  submitted: 'neutral',
  anchored: 'unsure',
  final: 'neutral',
  rejected: 'bad',
};

/** How far a record has come, as the server says: in no colour of what was checked. */
export function StateTag({ state }: { state: RecordSummary['state'] }) {
  const texts = useRecordTexts();
  return <Tag tone={TONES[state]}>{texts.states[state]}</Tag>;
}

/** The kind of a record. Its subject sets a replay apart from the opinions and decisions that have its kind. */
export function KindTag({ kind, subject = '' }: { kind: Kind; subject?: string }) {
  const texts = useRecordTexts();
  return <Tag>{isReplay({ kind, subject }) ? texts.replay : texts.kinds[nameOfKind(kind)]}</Tag>;
}
