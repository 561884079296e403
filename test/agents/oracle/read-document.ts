import { Parser } from 'htmlparser2';

/** A text that somebody can see, hear, copy or print, with the reference of the innermost element around it that has one. */
export interface Piece {
  readonly text: string;
  /** What kind of place it is in, for messages and tests. */
  readonly where: string;
  readonly ref: string | null;
  /** What of the reference the element says that it shows. */
  readonly part: string | null;
}

/** Attributes that no browser shows, reads aloud or copies. Every other one is read, whether it is known or not. */
const SILENT =
  /^(?:class|id|style|href|src|srcset|for|name|type|role|tabindex|lang|dir|rel|target|method|action|d|x|y|x1|x2|y1|y2|dx|dy|r|rx|ry|cx|cy|width|height|viewbox|points|transform|fill|stroke|fill-.*|stroke-.*|font-.*|opacity|offset|xmlns.*|version|preserveaspectratio|text-anchor|dominant-baseline|colspan|rowspan|scope|charset|data-(?:ref|part|group|open|remark)|aria-(?:hidden|live|controls|labelledby|describedby|expanded|current|busy|pressed|haspopup))$/;

interface Open {
  readonly name: string;
  readonly ref: string | null;
  readonly part: string | null;
}
const ROOT: Open = { name: '', ref: null, part: null };

/** Reads a document or a part of one, HTML or SVG: texts, attributes, titles, and what its styles write, on a screen or on paper. */
export function readDocument(html: string): Piece[] {
  const pieces: Piece[] = [];
  const open: Open[] = [ROOT];
  const attributes = new Map<string, Piece[]>();
  let styles = '';
  const parser = new Parser(
    {
      onopentag(name, own) {
        const around = open.at(-1)!;
        const ref = own['data-ref'] ?? around.ref;
        const part = own['data-part'] ?? (own['data-ref'] === undefined ? around.part : null);
        open.push({ name, ref, part });
        if (name === 'ol') pieces.push({ text: 'first', where: 'numbers of a list', ref, part });
        if (own['style'] !== undefined) pieces.push(...readStyle(own['style'], attributes));
        for (const [attribute, text] of Object.entries(own)) {
          const piece = { text, where: `attribute ${attribute}`, ref, part };
          attributes.set(attribute, [...(attributes.get(attribute) ?? []), piece]);
          if (!SILENT.test(attribute.toLowerCase())) pieces.push(piece);
        }
      },
      ontext(text) {
        const { name, ref, part } = open.at(-1)!;
        if (name === 'style') styles += text;
        else if (name !== 'script' && text.trim() !== '')
          pieces.push({ text, where: `text of ${name}`, ref, part });
      },
      onclosetag() {
        if (open.length > 1) open.pop();
      },
    },
    { decodeEntities: true, lowerCaseAttributeNames: false },
  );
  parser.end(html);
  return [...pieces, ...readStyle(styles, attributes)];
}

/** Reads what rules of a style sheet write before, after or in place of elements, also in print: texts, counters, and attributes. */
export function readStyle(
  css: string,
  attributes: ReadonlyMap<string, readonly Piece[]> = new Map(),
): Piece[] {
  return [...css.matchAll(/content\s*:\s*(?<written>(?:"[^"]*"|'[^']*'|[^;}"'])+)/g)].flatMap((match) => {
    const written = match.groups!['written']!;
    const texts = [...written.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, one, other]) => one ?? other ?? '');
    const place = { where: 'content of a style', ref: null, part: null };
    return [
      ...texts.map((text) => ({ ...place, text: unescapeCss(text) })),
      ...(/counters?\(/.test(written) ? [{ ...place, text: 'first' }] : []),
      ...[...written.matchAll(/attr\(\s*([\w-]+)/g)].flatMap(([, name]) => attributes.get(name!) ?? []),
    ];
  });
}

function unescapeCss(text: string): string {
  return text.replaceAll(/\\([0-9a-f]{1,6}) ?/gi, (_, code: string) =>
    String.fromCodePoint(parseInt(code, 16)),
  );
}

/** Reads a text whose figures have their handles behind them, as what is copied or printed in a terminal: a line is as far as a handle reaches. */
export function readText(
  text: string,
): readonly { readonly line: string; readonly refs: readonly string[] }[] {
  return text.split('\n').map((line) => ({
    line: line.replaceAll(/\[[a-z][1-9]\d*\]/g, ' '),
    refs: [...line.matchAll(/\[([a-z][1-9]\d*)\]/g)].map(([, ref]) => ref!),
  }));
}
