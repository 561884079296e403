import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Green of the ledger. White text on shades 7 to 9 and dark text on shades 0 to 4 have a contrast of 4.5 or more. */
const LEAF: MantineColorsTuple = [
  '#e9f7f1',
  '#d2ecdf',
  '#a6d9c0',
  '#76c49f',
  '#4fb285',
  '#2c9b6c',
  '#178058',
  '#0b6b50',
  '#085a43',
  '#044634',
];

/** Red of faults and of what cannot be undone. Shades 7 to 9 have a contrast of 5 or more with white, shades 0 to 4 with the dark ground. */
const BRICK: MantineColorsTuple = [
  '#fff5f5',
  '#ffe3e3',
  '#ffc9c9',
  '#ffa8a8',
  '#ff8787',
  '#f86464',
  '#e03c3c',
  '#c92a2a',
  '#ab2020',
  '#8a1a1a',
];

/** Grounds, lines and quiet text of the dark look, in the tone of `portal.css`. */
const NIGHT: MantineColorsTuple = [
  '#cdd7d2',
  '#b4c1bb',
  '#8b9a93',
  '#66756e',
  '#36413d',
  '#2c3632',
  '#1b2220',
  '#171d1b',
  '#121715',
  '#0c100e',
];

/** The look of the portal: colours, type and corners. `theme-css.ts` turns it into a style sheet when the portal is built. */
export const theme = createTheme({
  colors: { leaf: LEAF, red: BRICK, dark: NIGHT },
  primaryColor: 'leaf',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans SC", "PingFang SC", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace',
  // Mantine would lock scrolling by a style in the page; portal.css does it.
  components: {
    Modal: { defaultProps: { lockScroll: false } },
    Drawer: { defaultProps: { lockScroll: false } },
    // Choices are as large as the text beside them.
    Checkbox: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
  },
  headings: { fontWeight: '650', textWrap: 'balance' },
});
