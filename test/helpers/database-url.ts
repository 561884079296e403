/** Returns a connection string with another database name. */
export function withDatabase(url: string, name: string): string {
  return new URL(`/${name}`, url).href;
}
