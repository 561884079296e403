/** Saves bytes or a text as a file of the user. The name is made safe: anything but letters, digits, dots and hyphens becomes `_`. */
export function saveFile(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replaceAll(/[^\w.-]+/g, '_').replace(/^\.+/, '');
  link.click();
  // The browser reads it soon after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
