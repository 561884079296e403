/** A mark in the storage of the tab, which says that somebody was signed in: no key, no token, no name. */
const NAME = 'signed-in';

/** Notes whether somebody is signed in on this page, so that the next page of the tab can say why nobody is. */
export function markSignedIn(isSignedIn: boolean): void {
  try {
    if (isSignedIn) sessionStorage.setItem(NAME, '1');
    else sessionStorage.removeItem(NAME);
  } catch {
    // Without storage the next page does not know.
  }
}

/** Tells whether somebody was signed in when the page before was left. It says so once. */
export function takeLeftMark(): boolean {
  try {
    const isMarked = sessionStorage.getItem(NAME) !== null;
    sessionStorage.removeItem(NAME);
    return isMarked;
  } catch {
    return false;
  }
}
