/**
 * The colours of pictures. Those of regions are of Okabe and Ito (2008), which people with any colour vision tell apart; no picture says
 * anything by colour alone. Text has a contrast of at least 4.5 to 1.
 */
const LIGHT = {
  ground: '#ffffff',
  text: '#1b1f24',
  faint: '#57606a',
  rule: '#d0d7de',
  bar: '#0072b2',
  rest: '#8c959f',
  regions: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#882255', '#7a6a00'],
};
const DARK: typeof LIGHT = {
  ground: '#14181d',
  text: '#e6edf3',
  faint: '#9da7b3',
  rule: '#3d444d',
  bar: '#56b4e9',
  rest: '#7d8590',
  regions: ['#3d9be0', '#e8762c', '#1fb68a', '#d993b8', '#e69f00', '#8fd0f5', '#c0568d', '#c9b458'],
};

/** How many regions have a colour of their own. */
export const COLOURS = LIGHT.regions.length;

/** Returns the class of a region by its rank; those after the last colour are grey. */
export function regionClass(rank: number): string {
  return rank < COLOURS ? `r${rank}` : 'rest';
}

function colours({ ground, text, faint, rule, bar, rest, regions }: typeof LIGHT): string {
  return [
    `.ground{fill:${ground}}`,
    `.t,.h{fill:${text}}`,
    `.f{fill:${faint}}`,
    `.rule{stroke:${rule}}`,
    `.axis,.whisker{stroke:${text}}`,
    `.dot{fill:${bar};stroke:${ground}}`,
    `.bar{fill:${bar}}`,
    `.rest{fill:${rest}}`,
    ...regions.map((colour, rank) => `.r${rank}{fill:${colour}}`),
  ].join('');
}

/** The style of the elements of a picture. */
export const PICTURE_STYLE = [
  'text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",Arial,sans-serif;font-size:14px}',
  '.h{font-size:20px;font-weight:600}.f{font-size:12px}',
  '.rule,.axis,.whisker{fill:none;stroke-width:1}.whisker{stroke-width:2}.dot{stroke-width:1.5}',
  '.flow{fill-opacity:.62}.own{fill-opacity:.3}',
  colours(LIGHT),
  `@media screen and (prefers-color-scheme:dark){${colours(DARK)}}`,
].join('');

/** The style of a page around a picture. */
export const PAGE_STYLE = [
  ':root{color-scheme:light dark}',
  'body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;',
  `background:${LIGHT.ground};color:${LIGHT.text}}`,
  'main{max-width:1008px;margin:0 auto;padding:24px;box-sizing:border-box}',
  'h1{font-size:24px;line-height:1.25;margin:0 0 8px}h2{font-size:18px;margin:32px 0 8px}',
  'h1,p,td,th,dd,li{overflow-wrap:anywhere}',
  'figure{margin:16px 0;overflow-x:auto}svg{display:block;width:100%;min-width:720px;height:auto}',
  'table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4}',
  'caption{text-align:left;font-weight:600;padding:8px 0}',
  `th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid ${LIGHT.rule}}`,
  'th{font-weight:400}thead th{font-weight:600}.n{text-align:right;font-variant-numeric:tabular-nums}',
  'dl{display:grid;grid-template-columns:7em minmax(0,1fr);gap:4px 16px;margin:0;font-size:14px}',
  'dt{grid-column:1;font-weight:600}dd{grid-column:2;margin:0}',
  `@media screen and (prefers-color-scheme:dark){body{background:${DARK.ground};color:${DARK.text}}`,
  `th,td{border-color:${DARK.rule}}}`,
  '@media print{main{max-width:none;padding:0}thead{display:table-header-group}tr,figure{break-inside:avoid}',
  'figure{overflow:visible}svg{min-width:0}}',
].join('');
