import { createHash } from 'node:crypto';

/** A name in a document, where it is not the publisher's own. */
export interface ChangedName {
  readonly name: string;
  readonly original: string;
}

/** What a name in a matrix cannot have: a slash stands between region and sector. */
const OTHERS = /[/\p{Cc}]/gu;
/** Region, slash and sector are one label of at most 512 characters. */
const LONGEST = 255;
const DIGITS = 8;

/**
 * Returns names as matrices can have them: a slash or control character becomes `_`, blanks at the ends go. A name that is then longer than
 * 255 characters, or that another name of the list has too, ends in `-` and the first 8 hex digits of the SHA-256 of the publisher's name. So
 * different names stay different, and a name does not depend on the order.
 */
export function spellNames(names: readonly string[]): string[] {
  const plain = names.map((name) => name.replaceAll(OTHERS, '_').trim());
  const counts = new Map<string, number>();
  for (const name of plain) counts.set(name, (counts.get(name) ?? 0) + 1);
  return plain.map((name, at) =>
    name !== '' && name.length <= LONGEST && counts.get(name) === 1 ? name : shorten(name, names[at]!),
  );
}

function shorten(name: string, original: string): string {
  const digest = createHash('sha256').update(original, 'utf8').digest('hex').slice(0, DIGITS);
  return `${name.slice(0, LONGEST - DIGITS - 1)}-${digest}`;
}

/** Returns the names that are spelled in another way than the publisher does. */
export function listChangedNames(originals: readonly string[]): ChangedName[] {
  const spelled = spellNames(originals);
  return originals.flatMap((original, at) =>
    spelled[at] === original ? [] : [{ name: spelled[at]!, original }],
  );
}
