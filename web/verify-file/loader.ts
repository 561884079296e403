/**
 * The only script that is in verify.html uncompressed. It opens the compressed parts of the file, compares their SHA-256 with those that
 * were known when the file was built, and runs them. Their hashes are put into this script, whose own hash is in the policy of the file.
 */
declare const PARTS: { readonly app: string; readonly worker: string };

/** Returns the compressed bytes of a part. */
function readPart(id: string): Uint8Array<ArrayBuffer> {
  const text = atob(document.getElementById(id)!.textContent);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Returns a part as a script. @throws Error if it is not the part with which the file was built */
async function openPart(id: keyof typeof PARTS): Promise<Blob> {
  const stream = new Blob([readPart(id)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bytes = await new Response(stream).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== PARTS[id]) throw new Error(`the part ${id} of this file was changed`);
  return new Blob([bytes], { type: 'text/javascript' });
}

async function start(): Promise<void> {
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
