/** An element of an SVG or HTML file, with all text below it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const VOID = new Set(['meta', '!doctype']);
const TOKEN = /<(\/?)([a-z!][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<]*")?)*)\s*(\/?)>|([^<]+)/gy;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Reads a file strictly: tags that do not close, or a bare `<` or `&`, are errors. */
export function readMarkup(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let end = 0;
  for (const [whole, closing, name, attributes = '', single, content] of text.matchAll(TOKEN)) {
    end += whole.length;
    if (content !== undefined) {
      const plain = readText(content);
      for (const element of open) element.text += plain;
    } else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name!}> closes nothing`);
    } else {
      const element: Element = {
        name: name!,
        attributes: Object.fromEntries(
          [...attributes.matchAll(/([a-zA-Z:-]+)="([^"]*)"/g)].map(([, key, value]) => [
            key,
            readText(value!),
          ]),
        ),
        children: [],
        text: '',
      };
      open.at(-1)!.children.push(element);
      if (single !== '/' && !VOID.has(name!)) open.push(element);
    }
  }
  if (end !== text.length) throw new Error(`not markup: ${text.slice(end, end + 60)}`);
  if (open.length !== 1) throw new Error(`${open.at(-1)!.name} is not closed`);
  return root;
}

function readText(text: string): string {
  return text.replaceAll(/&([a-z]+|#39);|&/g, (all, name: string | undefined) => {
    const letter = name === undefined ? undefined : ENTITIES[name];
    if (letter === undefined) throw new Error(`a bare ampersand: ${all}`);
    return letter;
  });
}

/** Returns all elements with a name, in their order. */
export function elementsOf(root: Element, name: string): Element[] {
  return root.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elementsOf(child, name),
  ]);
}

/** Returns the cells of the table of a page, row by row, with its head. */
export function readTable(html: string): string[][] {
  const [table] = elementsOf(readMarkup(html), 'table');
  return elementsOf(table!, 'tr').map((row) => row.children.map(({ text }) => text));
}

/** Returns a number as a table shows it as a canonical decimal. */
export function decimalOf(shown: string): string {
  return shown.replaceAll('\u202f', '').replace('−', '-');
}
