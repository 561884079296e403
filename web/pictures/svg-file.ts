import { wrapText } from '../../pictures/drawing/text.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** What a style sheet says about marks and texts, and what a file must say itself. */
const SHAPE = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray'];
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  path: SHAPE,
  rect: SHAPE,
  circle: SHAPE,
  line: SHAPE,
  text: ['fill', 'font-family', 'font-size', 'font-weight'],
  tspan: ['fill', 'font-family', 'font-size', 'font-weight'],
};
const MARGIN = 24;
const TITLE = { size: 18, line: 24 };
const NOTE = { size: 12, line: 18 };

/** What stands around a picture in a file. */
interface Caption {
  readonly title: string;
  readonly description: string;
  /** Where the figures are from, a line each. */
  readonly source: readonly string[];
}

/**
 * Returns a picture of the page as an SVG file of its own, in light colours, with its title above and its source below. `light` is the
 * class that gives light colours.
 */
export function writeSvgFile(svg: SVGSVGElement, light: readonly string[], caption: Caption): string {
  const room = document.createElement('div');
  room.classList.add(...light);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  room.append(copy);
  svg.parentElement!.append(room);
  try {
    inlineStyle(copy);
    return new XMLSerializer().serializeToString(frame(copy, room, caption));
  } finally {
    room.remove();
  }
}

function inlineStyle(root: Element): void {
  for (const element of [root, ...root.querySelectorAll('*')]) {
    const style = getComputedStyle(element);
    for (const property of PROPERTIES[element.tagName] ?? []) {
      const value = style.getPropertyValue(property);
      // A pattern is found within the file itself.
      element.setAttribute(property, value.replaceAll(/url\("?[^"#)]*#([^")]*)"?\)/g, 'url(#$1)'));
    }
  }
  for (const element of [root, ...root.querySelectorAll('*')])
    for (const name of ['class', 'style', 'tabindex']) element.removeAttribute(name);
}

/** Returns an SVG with the title above a picture, and below it its remarks and where its figures are from. */
function frame(
  picture: SVGSVGElement,
  room: HTMLElement,
  { title, description, source }: Caption,
): SVGSVGElement {
  const width = Number(picture.getAttribute('width'));
  const height = Number(picture.getAttribute('height'));
  const heading = wrapText(title, width, TITLE.size).map(({ text }) => text);
  const notes = source.flatMap((line) => wrapText(line, width, NOTE.size).map(({ text }) => text));
  const top = MARGIN + heading.length * TITLE.line + 16;
  const below = top + height + 16;
  const all = { width: width + 2 * MARGIN, height: below + notes.length * NOTE.line + MARGIN };
  const colours = getComputedStyle(room);
  const colourOf = (name: string): string => colours.getPropertyValue(name).trim();
  const write = (text: string, y: number, { size }: typeof NOTE, fill: string, weight: number): Element =>
    create(
      'text',
      { x: MARGIN, y, 'font-family': colours.fontFamily, 'font-size': size, 'font-weight': weight, fill },
      text,
    );
  const root = create('svg', { ...all, viewBox: `0 0 ${all.width} ${all.height}`, role: 'img' });
  picture.setAttribute('x', `${MARGIN}`);
  picture.setAttribute('y', `${top}`);
  picture.removeAttribute('aria-label');
  root.append(
    create('title', {}, title),
    create('desc', {}, description),
    create('rect', { ...all, fill: colourOf('--picture-ground') }),
    ...heading.map((line, at) =>
      write(line, MARGIN + TITLE.size + at * TITLE.line, TITLE, colourOf('--picture-text'), 650),
    ),
    picture,
    ...notes.map((line, at) =>
      write(line, below + NOTE.size + at * NOTE.line, NOTE, colourOf('--picture-quiet'), 400),
    ),
  );
  return root as SVGSVGElement;
}

function create(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content?: string,
): Element {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`);
  if (content !== undefined) element.textContent = content;
  return element;
}
