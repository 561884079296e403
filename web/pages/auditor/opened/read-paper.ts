import {
  nameWorkingPaper,
  parseWorkingPaper,
  type WorkingPaper,
} from '../../../../jobs/sample/working-paper.ts';
import { isWorkingPaper } from '../../../verification/work/is-working-paper.ts';

/** A working paper that was opened from disk. */
export interface OpenedPaper {
  readonly paper: WorkingPaper;
  /** SHA-256 of the bytes of the file, 64 hex digits. */
  readonly sha256: string;
  readonly size: number;
}

/** The largest working paper that is read, in bytes. */
const MOST_BYTES = 16 << 20;

/** Reads a working paper; null where the file is none. @throws BadInput for a working paper that breaks its format */
export async function readPaperFile(file: File): Promise<OpenedPaper | null> {
  if (file.size > MOST_BYTES || !(await isWorkingPaper(file))) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const paper = parseWorkingPaper(bytes);
  // What was parsed is UTF-8 without a mark at its begin, so that its text has the same bytes.
  return { paper, ...nameWorkingPaper(new TextDecoder().decode(bytes)) };
}
