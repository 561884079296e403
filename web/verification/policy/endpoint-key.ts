/** A part of an address that is longer than words usually are, and not a word. */
const LOOKS_RANDOM = /^(?=.*[\dA-Z%]).{16,}$/;

/**
 * Tells whether the address of an endpoint may hold a key of its user: in a user name or password, behind a question mark, or as a long
 * part of its host or path. Providers of nodes hand out such addresses.
 */
export function mayHoldKey(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password, search, hash, hostname, pathname } = new URL(url);
  if (username !== '' || password !== '' || search !== '' || hash !== '') return true;
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  const parts = [...(isAddress ? [] : hostname.split('.')), ...pathname.split('/')];
  return parts.some((part) => LOOKS_RANDOM.test(part));
}
