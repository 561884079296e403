/**
 * The colours of pictures. Those of marks are of Okabe and Ito (2008), which people with any colour vision tell apart; no picture says
 * anything by colour alone. Text has a contrast of at least 4.5 to 1 to its ground, and marks of at least 3.
 */
const LIGHT = {
  ground: '#ffffff',
  text: '#14211c',
  quiet: '#52615b',
  rule: '#dde4e0',
  total: '#3f4b46',
  first: '#0072b2',
  second: '#c25400',
  third: '#00835f',
  beside: '#7a6a00',
  rest: '#7a858f',
  places: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b37b00', '#4a9fd0', '#882255', '#7a6a00'],
};
const DARK: typeof LIGHT = {
  ground: '#171d1b',
  text: '#e4ebe8',
  quiet: '#a3b1ab',
  rule: '#2c3632',
  total: '#c3cdc8',
  first: '#56a8e0',
  second: '#f08a45',
  third: '#2fc496',
  beside: '#c9b458',
  rest: '#8a949d',
  places: ['#3d9be0', '#e8762c', '#1fb68a', '#d993b8', '#e69f00', '#8fd0f5', '#c0568d', '#c9b458'],
};

/** How many places have a colour of their own. */
export const COLOURS = LIGHT.places.length;

const FONT =
  'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans SC","DejaVu Sans",Arial,sans-serif';

/** Returns the colours as custom properties. */
function declare({ places, ...colours }: typeof LIGHT): string {
  return [
    ...Object.entries(colours).map(([name, colour]) => `--${name}:${colour}`),
    ...places.map((colour, at) => `--place${at}:${colour}`),
  ].join(';');
}

/** Which marks have a colour, by the names of `Tone`, of places, and of where carbon goes. */
const MARKS: Readonly<Record<string, string>> = {
  total: '.total,.emitted',
  first: '.scope1,.down,.first',
  second: '.scope2,.up,.second,.gap',
  third: '.scope3',
  beside: '.beside',
  rest: '.rest,.others',
  ...Object.fromEntries(LIGHT.places.map((_colour, at) => [`place${at}`, `.place${at}`])),
};

/** The rules of the elements of a picture, within elements of the class `picture`. */
const RULES = [
  'text{font-size:14px;fill:var(--text)}',
  ...Object.entries(MARKS).map(([colour, marks]) => `${marks}{color:var(--${colour})}`),
  '.bar,.band,.own,.dot{fill:currentColor}.band{fill-opacity:.62}.own{fill-opacity:.3}',
  '.band.gap{fill-opacity:.9;stroke:currentColor}',
  '.bar.rest{fill-opacity:.35;stroke:currentColor;stroke-dasharray:4 3}',
  '.quiet{font-size:12px;fill:var(--quiet)}.strong{font-weight:650}.value{font-variant-numeric:tabular-nums}',
  '.title{font-size:20px;font-weight:600}',
  '.halo{paint-order:stroke;stroke:var(--ground);stroke-width:4px;stroke-linejoin:round}',
  '.ground{fill:var(--ground)}',
  '.rule{stroke:var(--rule);fill:none}.axis{stroke:var(--quiet);fill:none}',
  '.whisker,.line{stroke:currentColor;stroke-width:2;fill:none}.line.second{stroke-dasharray:6 4}',
  '.dot{stroke:var(--ground);stroke-width:1.5}',
  '.cut{stroke:var(--ground);stroke-width:4;fill:none}',
]
  .join('')
  .replaceAll(/([^{}]+)(?=\{)/g, (selectors) =>
    selectors
      .split(',')
      .map((selector) => `.picture ${selector}`)
      .join(','),
  );

/** The style of pictures in a file: it follows the light or dark scheme of the reader. */
export const PICTURE_STYLE = [
  `.picture{${declare(LIGHT)};font-family:${FONT}}`,
  `@media screen and (prefers-color-scheme:dark){.picture{${declare(DARK)}}}`,
  RULES,
].join('');

/** Returns the style of pictures in a page that has its own font and switch: `dark` selects its root where it is dark. */
export function writePageStyle(dark: string): string {
  return [`.picture{${declare(LIGHT)}}`, `@media screen{${dark} .picture{${declare(DARK)}}}`, RULES].join('');
}

/** The style of a file of HTML around its pictures. */
export const FILE_STYLE = [
  ':root{color-scheme:light dark}',
  `body{margin:0;font:16px/1.5 ${FONT};background:${LIGHT.ground};color:${LIGHT.text}}`,
  'main{max-width:1008px;margin:0 auto;padding:24px;box-sizing:border-box}',
  'h1{font-size:24px;line-height:1.25;margin:0 0 8px}h2{font-size:18px;margin:32px 0 8px}',
  'h1,h2,p,td,th,dd,li{overflow-wrap:anywhere}',
  'figure{margin:16px 0;overflow-x:auto}svg{display:block;width:100%;min-width:720px;height:auto}',
  'table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4}',
  'caption{text-align:left;font-weight:600;padding:8px 0}',
  `th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid ${LIGHT.rule}}`,
  'th{font-weight:400}thead th{font-weight:600}.n{text-align:right;font-variant-numeric:tabular-nums}',
  'dl{display:grid;grid-template-columns:12em minmax(0,1fr);gap:4px 16px;margin:0;font-size:14px}',
  'dt{grid-column:1;font-weight:600}dd{grid-column:2;margin:0}',
  `@media screen and (prefers-color-scheme:dark){body{background:${DARK.ground};color:${DARK.text}}`,
  `th,td{border-color:${DARK.rule}}}`,
  '@media print{main{max-width:none;padding:0}thead{display:table-header-group}tr,figure{break-inside:avoid}',
  'figure{overflow:visible}svg{min-width:0}}',
].join('');
