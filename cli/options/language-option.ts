import { type Command, Option } from 'commander';
import type { Language } from '../../agents/words/language.ts';

/** The language of what a command writes, as its user names it. */
export interface LanguageOptions {
  readonly language?: 'en' | 'zh';
}

/** Adds `--language`. */
export function addLanguageOption(command: Command, about: string): Command {
  return command.addOption(new Option('--language <language>', about).choices(['en', 'zh']));
}

/** Returns the language that was chosen; null where none was. */
export function languageOf({ language }: LanguageOptions): Language | null {
  if (language === undefined) return null;
  return language === 'en' ? 'en' : 'zh-CN';
}
