import type { TransferReport } from '../../client/http/transfer-document.ts';

const MEBIBYTE = 1 << 20;
/** Bytes after which progress is reported again, where the size is not known; else it is reported with each tenth. */
const STEP = 64 * MEBIBYTE;

/** Returns what shows a person how far a transfer is. `size` is null where it is not known. */
export function reportTransfer(size: number | null, say: (line: string) => void): TransferReport {
  const step = size === null ? STEP : Math.max(MEBIBYTE, size / 10);
  const whole = size === null ? '' : ` of ${formatSize(size)}`;
  let next = step;
  return {
    onBytes(arrived) {
      if (arrived < next) return;
      say(`${formatSize(arrived)}${whole}`);
      next = arrived + step;
    },
    onRetry: ({ message }, pause) => say(`${message}; trying again in ${pause / 1000} s`),
  };
}

function formatSize(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
