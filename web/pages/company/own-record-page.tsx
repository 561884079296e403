/** Being written. */
export function OwnRecordPage() {
  return null;
}
