import type { Tone } from '../tag.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  ...{ unqualified: 'good', accepted: 'good', qualified: 'unsure', queried: 'unsure' },
  ...{ adverse: 'bad', rejected: 'bad', withdrawn: 'bad', withdrawal: 'bad' },
};

/** Returns the tone of what an assurance, a decision or a change says. A word that the protocol does not know is neutral. */
export function toneOfAnswer(says: string): Tone {
  return Object.hasOwn(TONES, says) ? TONES[says]! : 'neutral';
}
