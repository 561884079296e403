/** What every program that a test starts takes from this process: where programs are, and where `npm test` keeps compiled code. */
export const PROGRAM_ENV: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
};
