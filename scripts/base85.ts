/** The 85 characters from ! on. As < ends a block of data, v takes its place. Four bytes are five characters; base64 takes more. */
const FIRST = 33;
const DIGITS = Array.from({ length: 85 }, (_, digit) => String.fromCharCode(FIRST + digit)).map((each) =>
  each === '<' ? 'v' : each,
);

/** Returns bytes as text in base 85: digits of big-endian words, the last one short by as many characters as it lacks bytes. */
export function writeBase85(bytes: Uint8Array): string {
  const words: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const part = bytes.subarray(at, at + 4);
    const word = [0, 1, 2, 3].reduce((sum, byte) => sum * 256 + (part[byte] ?? 0), 0);
    const digits = [4, 3, 2, 1, 0].map((power) => DIGITS[Math.floor(word / 85 ** power) % 85]!);
    words.push(digits.slice(0, part.length + 1).join(''));
  }
  return words.join('');
}
