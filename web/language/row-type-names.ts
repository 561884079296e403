import { useCallback } from 'react';
import { findRowType } from '../../jobs/import/row-types.ts';
import { useLanguage } from './language.tsx';

/** Returns a function that says what rows of a type are called together, as its declaration says; a type that is not known stays as it is. */
export function useRowTypeName(): (type: string) => string {
  const { language } = useLanguage();
  return useCallback((type) => findRowType(type)?.words[language] ?? type, [language]);
}
