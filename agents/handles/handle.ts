/** What a handle can stand for, each with the letter that its handles begin with. */
export const HANDLE_KINDS = {
  figure: 'f',
  run: 'u',
  record: 'r',
  row: 'w',
  finding: 'e',
  table: 't',
  picture: 'p',
  link: 'l',
  period: 'y',
  count: 'c',
  given: 'g',
  passage: 'q',
  order: 'o',
  clause: 'k',
  candidate: 'h',
} as const;

/** What a handle stands for, by its kind. */
export type HandleKind = keyof typeof HANDLE_KINDS;

/** The name of something that a tool found, such as `f3`. It says nothing about what it names but the kind. */
export type Handle = string;

/** Matches every handle. */
export const HANDLE = /^[a-z][1-9][0-9]{0,4}$/;

const KIND_OF_LETTER = new Map(
  Object.entries(HANDLE_KINDS).map(([kind, letter]) => [letter as string, kind as HandleKind]),
);

/** Returns the kind of what a handle names; null for any other text. */
export function kindOfHandle(text: string): HandleKind | null {
  return HANDLE.test(text) ? (KIND_OF_LETTER.get(text.charAt(0)) ?? null) : null;
}
