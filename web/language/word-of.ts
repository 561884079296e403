/** Returns the word of a catalogue for a name that comes from outside; the name itself where the catalogue has none, as for `constructor`. */
export function wordOf(words: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(words, name) ? words[name]! : name;
}
