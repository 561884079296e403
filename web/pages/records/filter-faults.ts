/** The filters that hold a name of a certain form. */
export const NAMED_FILTERS = ['party', 'addressee', 'subject'] as const;
export type NamedFilter = (typeof NAMED_FILTERS)[number];

/** As `parseIdentifier` and `hashSchema` of core, without the check digits, whose hashing would be loaded with the list. */
const PARTY = /^(?:[a-z0-9]+:[A-Za-z0-9._:-]+|0x[0-9a-f]{64})$/;
const SUBJECT = /^[a-z0-9._-]+(?:\/[a-z0-9._-]+)*$/;

/** Returns the filters whose texts no party or subject can be called. */
export function listFaults(
  filters: Readonly<Partial<Record<NamedFilter, string | undefined>>>,
): NamedFilter[] {
  return NAMED_FILTERS.filter((name) => {
    const text = filters[name];
    return text !== undefined && !(name === 'subject' ? SUBJECT : PARTY).test(text);
  });
}

/** Returns the only identifier that a text is a part of, whatever its case; else the text. */
export function completeParty(text: string, identifiers: readonly string[]): string {
  if (text === '' || PARTY.test(text)) return text;
  const wanted = text.toLowerCase();
  const [found, ...more] = identifiers.filter((each) => each.toLowerCase().includes(wanted));
  return found !== undefined && more.length === 0 ? found : text;
}
