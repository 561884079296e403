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
const HEAD = 44;

/** Gives a text to the browser to save. `name` is made of safe characters. */
export function saveText(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Returns a name of a file: letters, digits and hyphens. */
export function nameFile(parts: readonly string[], extension: 'svg' | 'csv'): string {
  const name = parts.join('-').replaceAll(/[^A-Za-z0-9]+/g, '-');
  return `${name.slice(0, 80).replaceAll(/^-+|-+$/g, '')}.${extension}`;
}

/** What stands around a picture in a file. */
export interface Caption {
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

function frame(
  picture: SVGSVGElement,
  room: HTMLElement,
  { title, description, source }: Caption,
): SVGSVGElement {
  const [width, height] = ['width', 'height'].map((name) => Number(picture.getAttribute(name))) as [
    number,
    number,
  ];
  const all = { width: width + 2 * MARGIN, height: height + 2 * MARGIN + HEAD + 18 * source.length + 12 };
  const colours = getComputedStyle(room);
  const colourOf = (name: string): string => colours.getPropertyValue(name).trim();
  const root = create('svg', {
    width: `${all.width}`,
    height: `${all.height}`,
    viewBox: `0 0 ${all.width} ${all.height}`,
    role: 'img',
  }) as SVGSVGElement;
  const font = colours.fontFamily;
  const text = (content: string, y: number, size: number, fill: string, weight: string): Element =>
    create(
      'text',
      { x: `${MARGIN}`, y: `${y}`, 'font-family': font, 'font-size': `${size}`, 'font-weight': weight, fill },
      content,
    );
  picture.setAttribute('x', `${MARGIN}`);
  picture.setAttribute('y', `${MARGIN + HEAD}`);
  picture.removeAttribute('aria-label');
  root.append(
    create('title', {}, title),
    create('desc', {}, description),
    create('rect', { width: `${all.width}`, height: `${all.height}`, fill: colourOf('--picture-ground') }),
    text(title, MARGIN + 18, 18, colourOf('--picture-text'), '650'),
    picture,
    ...source.map((line, at) =>
      text(line, MARGIN + HEAD + height + 30 + 18 * at, 12, colourOf('--picture-quiet'), '400'),
    ),
  );
  return root;
}

function create(name: string, attributes: Readonly<Record<string, string>>, content?: string): Element {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (content !== undefined) element.textContent = content;
  return element;
}
