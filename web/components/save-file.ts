import { nameOfKind } from '../../core/records/kind.ts';
import type { RecordView } from '../../client/generated/openapi.ts';

/** Returns the name of a file about a record, without what a file must not be called. */
export function recordFileName(
  { kind, subject, sequence }: Pick<RecordView['record'], 'kind' | 'subject' | 'sequence'>,
  ending: string,
): string {
  return safeName(`${nameOfKind(kind)}-${subject}-v${sequence}${ending}`);
}

/** Saves bytes or a text as a file of the user. The name is made safe: anything but letters, digits, dots and hyphens becomes `_`. */
export function saveFile(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = safeName(name);
  link.click();
  // The browser reads it soon after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function safeName(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '_').replace(/^\.+/, '');
}
