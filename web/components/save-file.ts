/** Saves a text as a file of the user. The name is made by us, of safe characters. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replaceAll(/[^\w.-]/g, '_');
  link.click();
  // The browser reads it soon after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
