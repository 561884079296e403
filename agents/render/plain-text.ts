import type { Node, Segment } from './node.ts';

/** What is copied, printed or stored of an answer: everything but remarks, with the handle of each figure as its citation. */
export function plainText(nodes: readonly Node[]): string {
  return nodes.flatMap((node) => writeNode(node) ?? []).join('\n');
}

function writeNode(node: Node): string | null {
  switch (node.is) {
    case 'paragraph':
    case 'link':
      return citeAll(node.segments);
    case 'table':
      return [node.head, ...node.rows.map((row) => row.map(cellText))]
        .map((cells) => cells.join('\t'))
        .join('\n');
    case 'picture':
      return citeAll(node.caption);
    case 'quotation':
      return `“${node.text}” (${joinText(node.by)})`;
    case 'refused':
      return [node.text, ...node.problems.map(({ problem, text }) => `[${problem.code}] ${text}`)].join('\n');
    case 'notice':
      return node.text;
    case 'remark':
    case 'withheld':
      return null;
  }
}

/** Returns the words of a cell of a table. The value has the handle of its figure behind it. */
export function cellText(segments: readonly Segment[]): string {
  const value = segments.find((segment) => segment.is === 'chip' && segment.part === 'value');
  return joinText(segments) + (value?.is === 'chip' ? ` [${value.ref}]` : '');
}

/** Returns the words of a sentence, and behind it the handles of what else it names: records, rows, counts, findings. */
export function citeAll(segments: readonly Segment[]): string {
  const others = segments.flatMap((segment) => (segment.is === 'chip' ? [segment.ref] : []));
  return [joinText(segments), ...[...new Set(others)].map((ref) => `[${ref}]`)].join(' ');
}

/** Returns the words of a sentence. A figure has its handle behind it, by which its proof or run is found. */
export function joinText(segments: readonly Segment[]): string {
  return segments
    .map((segment) =>
      segment.is === 'figure' ? `${joinText(segment.segments)} [${segment.ref}]` : segment.text,
    )
    .join('');
}
