/** Explains, next to times of both kinds, why a record can be sealed before it was accepted. */
export const SEALED_TIME =
  'the sealed time is chain time, taken from the newest final block; it can be earlier than the time when the server accepted the record';
