import type { Handles } from '../../../../agents/handles/handle-table.ts';
import { formatCitations, listCitations } from '../../../../agents/render/citations.ts';
import { htmlText } from '../../../../agents/render/html-text.ts';
import type { Node } from '../../../../agents/render/node.ts';
import { plainText } from '../../../../agents/render/plain-text.ts';
import type { Writing } from '../../../../agents/render/writing.ts';

/** Puts an answer on the clipboard, as text and as HTML, each with what its figures rest on. @throws DOMException where the browser refuses */
export async function copyAnswer(nodes: readonly Node[], handles: Handles, writing: Writing): Promise<void> {
  const citations = listCitations(nodes, handles, writing);
  const text = `${plainText(nodes)}\n\n${formatCitations(citations, writing.language)}`;
  const html = htmlText(nodes, citations, writing.language);
  const blob = (type: string, content: string): Blob => new Blob([content], { type });
  await navigator.clipboard.write([
    new ClipboardItem({ 'text/plain': blob('text/plain', text), 'text/html': blob('text/html', html) }),
  ]);
}
