import { useReason } from '../language/reasons.ts';
import { LongText } from './outside-text.tsx';
import { useStatesTexts } from './states-texts.ts';

/** A recorded text, in the language of the page where the program wrote it for its user: then what is recorded is behind it. */
export function Recorded({ text }: { text: string }) {
  const { recorded } = useStatesTexts();
  const shown = useReason()(text);
  if (shown === null) return <LongText text={text} />;
  return (
    <>
      <LongText text={shown} />{' '}
      <details>
        <summary>{recorded}</summary>
        <span lang="en">
          <LongText text={text} />
        </span>
      </details>
    </>
  );
}
