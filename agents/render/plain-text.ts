import type { Handle } from '../handles/handle.ts';
import type { Node, Part, Segment } from './node.ts';

/** A piece of a plain text: what handle it is from, and what of it; nulls where it is from none. */
export interface Piece {
  readonly text: string;
  readonly ref: Handle | null;
  readonly part: Part | null;
}

/** What is copied, printed or stored of an answer: everything but remarks, with the handle of each figure as its citation. */
export function plainText(nodes: readonly Node[]): string {
  return nodes.flatMap((node) => (isCopied(node) ? joinPieces(plainPieces(node)) : [])).join('\n');
}

/** A block in pieces, so that a page can say of each quantity what it is from: a text, or the cells of a table. */
export type PiecedBlock =
  | { readonly is: 'text'; readonly pieces: readonly Piece[] }
  | {
      readonly is: 'table';
      readonly ref: Handle | null;
      readonly caption: string;
      readonly head: readonly string[];
      /** Rows of cells. */
      readonly rows: readonly (readonly (readonly Piece[])[])[];
    };

/** Returns a block in pieces. A text has none where it is not copied. */
export function pieceBlock(node: Node): PiecedBlock {
  if (node.is !== 'table') return { is: 'text', pieces: plainPieces(node) };
  const { ref, caption, head, rows } = node;
  return { is: 'table', ref, caption, head, rows: rows.map((row) => row.map(citeValue)) };
}

/** Returns the plain text of a block in pieces; none where it is not copied. */
function plainPieces(node: Node): readonly Piece[] {
  switch (node.is) {
    case 'paragraph':
    case 'link':
      return citeAll(node.segments);
    case 'table': {
      const head = node.head.map((text) => [wordsOf(text)]);
      const rows = [head, ...node.rows.map((row) => row.map(citeValue))];
      return between(
        rows.map((row) => between(row, '\t')),
        '\n',
      );
    }
    case 'picture':
      return citeAll(node.caption);
    case 'quotation':
      return [
        ...[wordsOf('“'), { text: node.text, ref: node.ref, part: null }, wordsOf('” (')],
        ...[...piecesOf(node.by), wordsOf(')')],
      ];
    case 'refused':
      return between(
        [node.text, ...node.problems.map(({ problem, text }) => `[${problem.code}] ${text}`)].map((line) => [
          wordsOf(line),
        ]),
        '\n',
      );
    case 'notice':
      return [wordsOf(node.text)];
    case 'remark':
    case 'withheld':
      return [];
  }
}

/** Remarks are shown on a screen alone. */
function isCopied({ is }: Node): boolean {
  return is !== 'remark' && is !== 'withheld';
}

/** Returns the words of a cell of a table. The value has the handle of its figure behind it. */
export function cellText(segments: readonly Segment[]): string {
  return joinPieces(citeValue(segments));
}

/** Returns the words of a sentence, and behind it the handles of what else it names: records, rows, counts, findings. */
export function citedText(segments: readonly Segment[]): string {
  return joinPieces(citeAll(segments));
}

/** Returns the words of a sentence. A figure has its handle behind it, by which its proof or run is found. */
export function joinText(segments: readonly Segment[]): string {
  return joinPieces(piecesOf(segments));
}

function citeValue(segments: readonly Segment[]): readonly Piece[] {
  const value = segments.find((segment) => segment.is === 'chip' && segment.part === 'value');
  return [...piecesOf(segments), ...(value?.is === 'chip' ? [citationOf(value.ref)] : [])];
}

function citeAll(segments: readonly Segment[]): readonly Piece[] {
  const others = segments.flatMap((segment) => (segment.is === 'chip' ? [segment.ref] : []));
  return [...piecesOf(segments), ...[...new Set(others)].map(citationOf)];
}

/** Words inside a figure that are of no other thing are of the figure. */
function piecesOf(segments: readonly Segment[]): readonly Piece[] {
  return segments.flatMap((segment): readonly Piece[] => {
    if (segment.is === 'text') return [wordsOf(segment.text)];
    if (segment.is === 'chip') return [{ text: segment.text, ref: segment.ref, part: segment.part }];
    const { ref } = segment;
    const own = piecesOf(segment.segments).map((piece) => (piece.ref === null ? { ...piece, ref } : piece));
    return [...own, citationOf(ref)];
  });
}

function wordsOf(text: string): Piece {
  return { text, ref: null, part: null };
}

function citationOf(ref: Handle): Piece {
  return { text: ` [${ref}]`, ref, part: null };
}

function between(parts: readonly (readonly Piece[])[], text: string): readonly Piece[] {
  return parts.flatMap((part, at) => (at === 0 ? part : [wordsOf(text), ...part]));
}

function joinPieces(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
