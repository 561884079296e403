import type { Language } from '../words/language.ts';
import { type Citation, titleOfCitations } from './citations.ts';
import type { Node, Segment } from './node.ts';
import { cellText, citedText, joinText } from './plain-text.ts';

/** What is copied of an answer as HTML: everything but remarks, as `plainText`, and below it what each figure depends on. No script, style or address is in it. */
export function htmlText(nodes: readonly Node[], citations: readonly Citation[], language: Language): string {
  const title = titleOfCitations(language);
  const notes = citations.map(({ ref, text }) => `<li>${escapeHtml(`[${ref}] ${text}`)}</li>`);
  const below = notes.length === 0 ? '' : `<p>${escapeHtml(title)}</p><ul>${notes.join('')}</ul>`;
  return nodes.map(writeNode).join('') + below;
}

function writeNode(node: Node): string {
  switch (node.is) {
    case 'paragraph':
    case 'link':
      return paragraph(citedText(node.segments));
    case 'table': {
      const head = node.head.map((cell) => `<th>${escapeHtml(cell)}</th>`).join('');
      const writeCell = (cell: readonly Segment[]): string => `<td>${escapeHtml(cellText(cell))}</td>`;
      const rows = node.rows.map((row) => `<tr>${row.map(writeCell).join('')}</tr>`);
      return `<table><caption>${escapeHtml(node.caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
    }
    case 'picture':
      return paragraph(citedText(node.caption));
    case 'quotation':
      return `<blockquote>${escapeHtml(node.text)}</blockquote>${paragraph(joinText(node.by))}`;
    case 'refused':
      return [node.text, ...node.problems.map(({ problem, text }) => `[${problem.code}] ${text}`)]
        .map(paragraph)
        .join('');
    case 'notice':
      return paragraph(node.text);
    case 'remark':
    case 'withheld':
      return '';
  }
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);
}
