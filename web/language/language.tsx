import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

/** The languages of the portal: BCP 47. */
export type Language = 'en' | 'zh-CN';

const STORED = 'language';

interface Choice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<Choice>({ language: 'en', choose: () => {} });

/** Gives the language to all texts below it: the one chosen before, else that of the browser. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(findLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(
    () => ({
      language,
      choose: (chosen: Language) => {
        keep(chosen);
        setLanguage(chosen);
      },
    }),
    [language],
  );
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

/** Returns the language of the page, and a function to choose another. */
export function useLanguage(): Choice {
  return useContext(LanguageContext);
}

function findLanguage(): Language {
  const stored = readKept();
  if (stored === 'en' || stored === 'zh-CN') return stored;
  return navigator.languages.find((name) => /^(en|zh)\b/.test(name))?.startsWith('zh') === true
    ? 'zh-CN'
    : 'en';
}

/** A page that is opened from a file, or in a private window, may have no storage. */
function readKept(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function keep(language: Language): void {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // The choice then lasts as long as the page.
  }
}
