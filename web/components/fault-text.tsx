import { useFaultWords } from '../language/faults/fault-words.ts';
import { MOST_IN_LIST, showOutside } from '../language/outside-text.ts';
import { LongText } from './outside-text.tsx';

/** Where a fault is, and the value that is at fault, as far as the error states them. */
export interface FaultPlace {
  readonly row?: string | null;
  readonly column?: string | null;
  readonly value?: string | null;
}

interface FaultTextProps {
  /** The text of the code in the catalogue; null where it has no text in the language of the page. */
  readonly text: string | null;
  /** What the program that failed says, in English. */
  readonly message: string;
  readonly place?: FaultPlace;
}

/** Says what is wrong and what to do: by the text of the code with the values of the error, the message folded; else by the message alone. */
export function FaultText({ text, message, place = {} }: FaultTextProps) {
  const words = useFaultWords();
  const original = dropOptions(message);
  if (text === null) return <LongText text={original} />;
  const parts = (['row', 'column', 'value'] as const).flatMap((part) => {
    const told = place[part] ?? '';
    if (told === '') return [];
    const parameter = part === 'column' ? /^parameters\.(.+)$/.exec(told)?.[1] : undefined;
    const [write, text] =
      parameter === undefined ? [words[part], told] : [words.parameter, parameter.replaceAll('.', ' ')];
    return [write(showOutside(text, MOST_IN_LIST))];
  });
  return (
    <>
      {text} {parts.length > 0 && <span className="quiet">{words.place(parts)}</span>}
      {original === message && (
        <details>
          <summary>{words.original}</summary>
          <span lang="en">
            <LongText text={message} />
          </span>
        </details>
      )}
    </>
  );
}

/**
 * Returns a message without the parts of its sentences that name options of the command line, which a page does not have.
 * @example dropOptions('missing column key: use --map') // → 'missing column key'
 */
export function dropOptions(message: string): string {
  if (!/(?<![\w-])--[a-z]/.test(message)) return message;
  const parts = message.split(/(?<=[:;.,]) /).filter((part) => !/(?<![\w-])--[a-z]/.test(part));
  return parts.join(' ').replace(/[:;,]$/, '');
}
