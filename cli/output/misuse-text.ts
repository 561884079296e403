/** How commander says that a word is not one of the choices of an option or an argument. */
const CHOICE =
  /^(?:option '([^' ]+)[^']*' argument|command-argument value) '(.*)' is invalid(?: for argument '(.*)')?\. Allowed choices are (.*)$/;

/** Returns what commander says about wrong options and arguments, in the words of this program. */
export function rewordMisuse(text: string): string {
  return text.replace(
    CHOICE,
    (_, option: string | undefined, word: string, argument: string, choices: string) => {
      const advice = /proof|bundle/.test(word) ? '; ledger verify checks a proof file' : '';
      return `${option ?? `<${argument}>`} can't be "${word}", expected one of ${choices}${advice}`;
    },
  );
}
