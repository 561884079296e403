/** Returns a coordinate in pixels, with at most two decimals. */
export function px(value: number): string {
  return String(Number(value.toFixed(2)) + 0);
}

/** Returns round numbers within a range, at even distances: at most `most` distances. */
export function ticksOf(low: number, high: number, most: number): number[] {
  const least = (high - low) / most;
  if (!(least > 0)) return [low];
  const unit = Number(`1e${least.toExponential(0).split('e')[1] ?? '0'}`);
  const step = unit * (STEPS.find((times) => times * unit >= least) ?? 20);
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step - ROUNDING); at * step <= high + step * ROUNDING; at++)
    ticks.push(Number((at * step).toPrecision(12)));
  return ticks;
}

const STEPS = [1, 2, 2.5, 5, 10, 20];
const ROUNDING = 1e-9;
