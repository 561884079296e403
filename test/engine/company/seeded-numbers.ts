/** Returns a function that gives the same whole numbers below 2^31 every time: the generator of Lehmer, with the factor 48271. */
export function seededNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647);
}
