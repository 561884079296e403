import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import { theme } from './theme.ts';

/**
 * Returns the theme as a style sheet. Mantine would write it into the page at run time, which the content security policy of the portal
 * does not allow.
 */
export function writeThemeCss(): string {
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  return convertCssVariables(variables, ':root');
}
