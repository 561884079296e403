import type { Item } from '../../../agents/handles/item.ts';
import { checkPiece, checkText } from './check-document.ts';
import { checkPicture } from './check-picture.ts';
import type { Facts } from './facts.ts';
import { findQuantities } from './quantities.ts';
import { type Piece, readDocument } from './read-document.ts';

/** Parts that a page writes as an answer has them. Of others, whose words are the page's own, the numbers are checked. */
const EXACT = new Set([
  'value',
  'interval',
  'rounding',
  'count',
  'given',
  'place',
  'size',
  'version',
  'effect',
]);

/** Checks what the portal shows of an answer: throws where a quantity is in no element whose reference says it. */
export function checkPage(html: string, facts: Facts): void {
  const pictures = [...html.matchAll(/<figure[^>]*data-ref="(\w+)"[^]*?<\/figure>/g)];
  for (const [figure, ref] of pictures) checkPicture(figure, ref!, facts);
  const rest = pictures.reduce((left, [figure]) => left.replace(figure, ''), html);
  readDocument(rest).forEach((piece) => checkPagePiece(piece, facts));
}

/** Checks what was copied of an answer, as text or as HTML: the handle behind a thing says where it is from. */
export function checkCopied(copied: string, facts: Facts): void {
  const lines = copied
    .replaceAll(/<\/(?:p|li|td|th|tr)>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  checkText(withPlainGases(lines), facts);
}

function checkPagePiece(piece: Piece, facts: Facts): void {
  const { ref, part } = piece;
  const item = ref === null ? undefined : facts.get(ref);
  const text = withoutNames(withPlainGases(piece.text), ref, item);
  if (findQuantities(withoutSigns(text)).length === 0) return;
  const isExact = part !== null && EXACT.has(part);
  checkPiece({ ...piece, text: isExact ? text : withoutSigns(text), part: isExact ? part : null }, facts);
}

/** The digits below the line in a name of a gas, as digits. */
export function withPlainGases(text: string): string {
  return text.replaceAll(/[₀-₉]/g, (digit) => String.fromCodePoint(digit.codePointAt(0)! - 0x2050));
}

/** Names of gases, and that of a hash function, have digits and say no quantity. */
function withoutSigns(text: string): string {
  return text.replaceAll(/\b(?:CO2e?|CH4|N2O|SF6|NF3|SHA-256)\b/g, '');
}

/** A handle beside what it names says no quantity; neither does a hash of the thing, whole or shortened, nor how many rows it lists. */
function withoutNames(text: string, ref: string | null, item: Item | undefined): string {
  const named = ref === null ? text : text.replaceAll(new RegExp(`\\b${ref}\\b`, 'g'), '');
  const left = hashesOf(item).reduce((rest, hash) => {
    const ends = `${hash.slice(0, 10)}…${hash.slice(-6)}`;
    return [hash, ends, hash.slice(0, 12)].reduce((text, form) => text.replaceAll(form, ''), rest);
  }, named);
  return item?.kind === 'figure' ? left.replace(new RegExp(`\\b${item.parts.entries.length}$`), '') : left;
}

function hashesOf(item: Item | undefined): string[] {
  return JSON.stringify(item ?? null).match(/(?:0x)?[0-9a-f]{64}/g) ?? [];
}
