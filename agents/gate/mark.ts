/** What the gate made. Only the gate imports this (`npm run check -- borders`). */
const made = new WeakSet<object>();

/** Remembers that the gate made a value. */
export function mark<Made extends object>(value: Made): Made {
  made.add(value);
  return value;
}

/** Whether the gate made a value. */
export function isMarked(value: object): boolean {
  return made.has(value);
}
