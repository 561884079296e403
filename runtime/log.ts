import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A logger, as the rooms use it. Fields come first, then a sentence. pino's logger fits. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Fields with these names are never logged, neither at the top of a line nor one or two levels below. */
const SECRETS = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'password',
  'privateKey',
  'operatorKey',
  'signature',
  'salt',
];

/** Returns the logger of a program: one line of JSON for each message, secrets replaced by `[secret]`. */
export function openLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[secret]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
