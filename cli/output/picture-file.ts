import type { Command } from 'commander';
import { choosePictures } from '../../pictures/choose.ts';
import { writeHtml } from '../../pictures/files/write-html.ts';
import { writeSvg } from '../../pictures/files/write-svg.ts';
import { partsOf } from '../../pictures/kinds/gather-flows.ts';
import type { Choice, Picture } from '../../pictures/kinds/picture.ts';
import { IN_ENGLISH } from '../../pictures/words/in-english.ts';
import type { ComparedResult } from '../../engine/compare/compare.ts';
import { checkNewFile, writeNewFile } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { plainText } from './text-format.ts';

/** What these commands draw. The first that a result has is drawn where none is asked for. */
const PICTURES = ['intervals', 'plant', 'scenarios', 'flows', 'paths', 'contributions'] as const;
type PictureKind = (typeof PICTURES)[number];

/** Options of commands that can draw a picture. */
export interface PictureOptions {
  readonly out?: string;
  readonly picture?: string;
}

/** Adds the options of a picture. */
export function addPictureOptions(command: Command): Command {
  return command
    .option('--out <file>', 'also draw a picture, and write it to this new file: .svg or .html')
    .option('--picture <kind>', `of --out: ${PICTURES.join(', ')} (else the first that there is)`);
}

const WRITERS = { svg: writeSvg, html: writeHtml } as const;

/** A picture that is asked for. */
export interface PictureAsked {
  readonly file: string;
  readonly form: keyof typeof WRITERS;
  readonly kind: PictureKind | null;
}

/**
 * Reads the options of a picture, before long work for it; null where none is asked for.
 * @throws UsageError `option`, `file-exists`
 */
export function readPictureOptions(
  terminal: Terminal,
  { out: file, picture }: PictureOptions,
): PictureAsked | null {
  const kind = PICTURES.find((each) => each === picture) ?? null;
  if (picture !== undefined && kind === null)
    throw new UsageError(
      'option',
      `there is no picture ${plainText(picture)}: expected ${PICTURES.join(', ')}`,
    );
  if (file === undefined) {
    if (kind === null) return null;
    throw new UsageError('option', '--picture needs a file too: --out <file>.svg or --out <file>.html');
  }
  const form = /\.(svg|html)$/.exec(file)?.[1] as keyof typeof WRITERS | undefined;
  if (form === undefined)
    throw new UsageError(
      'option',
      `${file} is no name for a picture: expected one that ends in .svg or .html`,
    );
  checkNewFile(terminal, file);
  return { file, form, kind };
}

/** A picture that was drawn and is not written yet. */
export interface DrawnPicture {
  readonly file: string;
  readonly kind: PictureKind;
  readonly text: string;
}

/**
 * Draws a picture of a result. `key` is the figure that it is about, where the command names one.
 * @throws UsageError `option` if the result has nothing that it could show
 */
export function drawAsked(
  { file, form, kind: asked }: PictureAsked,
  { figures, run }: Pick<ComparedResult, 'figures' | 'run'>,
  record: string | null,
  key: string | null = null,
): DrawnPicture {
  const pictured = figures.flatMap(({ value, ...figure }) => (value === null ? [] : [{ ...figure, value }]));
  const choice: Choice = {
    basis: 'location',
    stressor: key === null ? null : (partsOf(key)?.stressor ?? null),
    figure: key,
  };
  const drawn = { figures: pictured, sequence: 0, before: null };
  const picturesOf = (kind: PictureKind): Picture[] => choosePictures(drawn, choice, [kind]);
  const kinds = PICTURES.filter((each) => picturesOf(each).length > 0);
  const kind = asked ?? kinds[0];
  if (kind === undefined)
    throw new UsageError(
      'option',
      'this result has nothing to draw: trade@1 gives flows and paths, plant@1 a plant and scenarios, and uncertainty@1 intervals and contributions',
    );
  if (!kinds.includes(kind))
    throw new UsageError(
      'option',
      `this result has no ${kind} to draw: ${kinds.length === 0 ? 'it has no picture' : `expected ${kinds.join(' or ')}`}`,
    );
  const result = { figures: pictured, run, record };
  return { file, kind, text: WRITERS[form](result, picturesOf(kind), IN_ENGLISH) };
}

/** Returns what was drawn and where it is, for people. */
export function describePicture({ file, kind }: DrawnPicture): string {
  return `picture  ${kind}, written to ${plainText(file)}`;
}

/** Writes a picture to its new file. @throws UsageError `file-exists`, `file-unwritable` */
export async function writePicture(terminal: Terminal, { file, text }: DrawnPicture): Promise<void> {
  await writeNewFile(terminal, file, text, 'secret');
}
