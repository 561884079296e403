import { useMantineColorScheme } from '@mantine/core';
import { type Language, useLanguage } from '../language/language.tsx';
import { Preference } from './preference.tsx';
import type { Choice } from './preference-menu.tsx';
import { useShellTexts } from './shell-texts.ts';
import classes from './shell.module.css';

/** Each language in its own words. */
const LANGUAGES: readonly Choice<Language>[] = [
  { value: 'en', label: 'English', lang: 'en' },
  { value: 'zh-CN', label: '简体中文', lang: 'zh-CN' },
];

/** Menus for the language of the page and for light or dark colours. */
export function Preferences() {
  const texts = useShellTexts();
  const { language, choose } = useLanguage();
  // Mantine stops transitions by a style in the page, which the content security policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const [short, other] = language === 'en' ? ['EN', '中文'] : ['中文', 'EN'];
  return (
    <>
      <Preference
        label={`${texts.language}: ${short} · ${other}`}
        choices={LANGUAGES}
        chosen={language}
        onChoose={choose}
      >
        {short}
        <span className={classes['other']} aria-hidden>
          {` · ${other}`}
        </span>
      </Preference>
      <Preference
        label={texts.appearance}
        choices={[
          { value: 'light', label: texts.light },
          { value: 'dark', label: texts.dark },
          { value: 'auto', label: texts.system },
        ]}
        chosen={colorScheme}
        onChoose={setColorScheme}
      >
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden>
          <circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="M9 2a7 7 0 0 1 0 14z" fill="currentColor" />
        </svg>
      </Preference>
    </>
  );
}
