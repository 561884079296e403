import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { type Language, useLanguage } from '../language/language.tsx';
import { useShellTexts } from './shell-texts.ts';

/** Each language in its own words. */
const NAMES: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['zh-CN', '简体中文'],
];

/** Menus for the language of the page and for light or dark colours. */
export function Preferences() {
  const texts = useShellTexts();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const short = language === 'en' ? 'EN' : '中文';
  const schemes = [
    ['light', texts.light],
    ['dark', texts.dark],
    ['auto', texts.system],
  ] as const;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" aria-label={`${texts.language}: ${short}`}>
            {short}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {NAMES.map(([name, label]) => (
            <Menu.Item key={name} lang={name} onClick={() => choose(name)} aria-current={name === language}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" aria-label={texts.appearance}>
            <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden>
              <circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" strokeWidth="1.6" />
              <path d="M9 2a7 7 0 0 1 0 14z" fill="currentColor" />
            </svg>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {schemes.map(([name, label]) => (
            <Menu.Item key={name} onClick={() => setColorScheme(name)} aria-current={name === colorScheme}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
