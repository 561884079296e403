/** The most characters of a value that are shown. */
const MOST_SHOWN = 600;

/** Two values that differ, as texts; null where one is missing. */
export interface Difference {
  /** The path of the value in what is compared; empty for the whole. */
  readonly path: string;
  readonly expected: string | null;
  readonly actual: string | null;
}

/** Returns what differs between two values: of objects only the members that do, with a place for each. */
export function listDifferences(expected: unknown, actual: unknown, path = ''): Difference[] {
  if (isObject(expected) && isObject(actual))
    return [...new Set([...Object.keys(expected), ...Object.keys(actual)])].flatMap((name) =>
      listDifferences(
        memberOf(expected, name),
        memberOf(actual, name),
        path === '' ? name : `${path}.${name}`,
      ),
    );
  const [left, right] = [show(expected), show(actual)];
  return left === right ? [] : [{ path, expected: left, actual: right }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name from outside may be one that every object inherits. */
function memberOf(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function show(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** A text in three parts. The middle one differs from another text. */
export interface Marked {
  readonly before: string;
  readonly different: string;
  readonly after: string;
}

/** Returns two texts with the parts marked in which they differ. */
export function markDifference(left: string, right: string): readonly [Marked, Marked] {
  const [a, b] = [[...left], [...right]];
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shortest - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const mark = (text: readonly string[]): Marked => ({
    before: text.slice(0, start).join(''),
    different: text.slice(start, text.length - end).join(''),
    after: text.slice(text.length - end).join(''),
  });
  return [mark(a), mark(b)];
}
