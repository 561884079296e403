/**
 * The only script that is in verify.html uncompressed. It opens the compressed parts of the file, compares their SHA-256 with those that
 * were known when the file was built, and runs them. Their hashes are put into this script, whose own hash is in the policy of the file.
 */
declare const PARTS: { readonly style: string; readonly app: string; readonly worker: string };

/** Returns the compressed bytes of a part: the text is in base 85, with v for <. A short last word lacks digits, which count as the highest. */
function readPart(id: string): Uint8Array<ArrayBuffer> {
  const text = document.getElementById(id)!.textContent.replaceAll('v', '<');
  const bytes = new Uint8Array(Math.floor((text.length * 4) / 5));
  for (let at = 0; at < bytes.length; at += 4) {
    const start = (at / 4) * 5;
    const digits = [0, 1, 2, 3, 4].map((place) =>
      start + place < text.length ? text.charCodeAt(start + place) - 33 : 84,
    );
    const word = digits.reduce((sum, digit) => sum * 85 + digit, 0);
    for (let place = 0; place < 4 && at + place < bytes.length; place++)
      bytes[at + place] = Math.floor(word / 256 ** (3 - place));
  }
  return bytes;
}

/** Returns a part, as a script where it is one. @throws Error if it is not the part with which the file was built */
async function openPart(id: keyof typeof PARTS): Promise<Blob> {
  const stream = new Blob([readPart(id)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bytes = await new Response(stream).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== PARTS[id]) throw new Error(`the part ${id} of this file was changed`);
  return new Blob([bytes], { type: 'text/javascript' });
}

async function start(): Promise<void> {
  const style = document.createElement('style');
  style.textContent = await (await openPart('style')).text();
  document.head.append(style);
  const { version, digest } = document.getElementById('engine')!.dataset;
  const engine = { version, digest, gzip: new Blob([readPart('engine')]) };
  const worker = await openPart('worker');
  Object.assign(globalThis, { verifyFile: { worker, engine } });
  await import(/* @vite-ignore */ URL.createObjectURL(await openPart('app')));
}

start().catch((error: unknown) => {
  const line = document.createElement('p');
  line.textContent = `This file cannot run here: ${String(error)}. Open it from your disk, in a browser of 2024 or newer.`;
  document.body.append(line);
});
