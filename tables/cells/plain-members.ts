/** Members of an entry that a column can become, besides those of its detail. */
export const PLAIN_MEMBERS = [
  ...['key', 'value', 'plus', 'minus', 'unit', 'per'],
  ...['from', 'until', 'last', 'days', 'period', 'detail'],
] as const;

/** Those that say when an entry holds. */
export const TIME_MEMBERS: readonly string[] = ['period', 'from', 'until', 'last'];
