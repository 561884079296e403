/** Returns a file name of a text: letters of ASCII, digits, dots and hyphens alone, at most 80 characters. */
export function nameFile(text: string, ending: string): string {
  const name = text
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9.-]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${name === '' ? 'file' : name}${ending}`;
}

/** Lets the browser save bytes or text as a file. `name` comes from `nameFile`. */
export function download(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it when the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
