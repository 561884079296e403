import { showNumber } from './show.ts';

/** An industry that buys at least as much as it sells. */
export interface Unproductive {
  readonly industry: number;
  readonly text: string;
}

/** What industries sell and buy, in one order. */
interface Trading {
  readonly industries: readonly string[];
  readonly output: Float64Array;
  readonly inputs: Float64Array;
}

/** Returns the industries that buy at least as much as they sell: those first that lack most. */
export function listUnproductive({ output, inputs, industries }: Trading): Unproductive[] {
  const found: { industry: number; lack: number; text: string }[] = [];
  for (let i = 0; i < output.length; i++) {
    const [sold, bought] = [output[i]!, inputs[i]!];
    if (sold <= 0 || bought < sold) continue;
    const text = `${industries[i]!} buys ${showNumber(bought)} and sells ${showNumber(sold)}`;
    found.push({ industry: i, lack: bought - sold, text });
  }
  return found.sort((a, b) => b.lack - a.lack || a.industry - b.industry);
}
