/** Returns the SHA-256 of bytes as 64 hex digits. Browsers and Node.js hash in native code: in JavaScript a unit would take half as long again. */
export async function hashBytes(bytes: Uint8Array): Promise<string> {
  const plain = bytes as Uint8Array<ArrayBuffer>;
  const digest = await crypto.subtle.digest('SHA-256', plain);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
