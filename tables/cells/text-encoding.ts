/** How the bytes of a text are read. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

/** Of texts in Chinese, the common characters of GB 18030: two bytes, the first from 0xB0 to 0xF7, the second from 0xA1 on. */
const HAN_FIRST = [0xb0, 0xf7] as const;
const HAN_SECOND = 0xa1;
/** So many of the bytes beyond ASCII are in such pairs in a Chinese text; hardly any in a European one. */
const MOSTLY = 0.7;

/**
 * Returns how the beginning of a text is encoded: by its byte order mark; as UTF-8 if it is valid; else as GB 18030, in which programs in China
 * save tables, where nearly all other bytes are pairs of common characters; else as Windows-1252.
 */
export function findEncoding(bytes: Uint8Array): TextEncodingName {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  let [pairs, beyond] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte < 0x80) continue;
    beyond++;
    if (byte < HAN_FIRST[0] || byte > HAN_FIRST[1] || (bytes[at + 1] ?? 0) < HAN_SECOND) continue;
    pairs += 2;
    beyond++;
    at++;
  }
  return pairs >= MOSTLY * beyond ? 'gb18030' : 'windows-1252';
}

/** Whether bytes are UTF-8. Where only some are, most of the characters beyond ASCII decide; the last one may be cut off. */
function isUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true });
  const beyond = text.match(/[^\x00-\x7f\ufffd]/g)?.length ?? 0;
  const wrong = text.match(/\ufffd/g)?.length ?? 0;
  return wrong === 0 || wrong <= beyond;
}

/** Yields a text in another encoding as UTF-8. */
export async function* recode(
  bytes: AsyncIterable<Uint8Array>,
  encoding: TextEncodingName,
): AsyncGenerator<Uint8Array> {
  const [decoder, encoder] = [new TextDecoder(encoding), new TextEncoder()];
  for await (const piece of bytes) yield encoder.encode(decoder.decode(piece, { stream: true }));
  yield encoder.encode(decoder.decode());
}
