import { plainText } from './text-format.ts';
import { type Finding, FINDINGS } from '../../tables/layout/finding.ts';

/** Returns what was read differently from a file, a line for each kind; what is wrong comes first. */
export function formatFindings(findings: readonly Finding[]): string[] {
  return findings.map((finding) => {
    const { code, isWrong, sheet, rows, count, detail } = finding;
    const kind = isWrong ? 'check ' : 'read  ';
    const more = count > rows.length ? `, … (${count})` : '';
    const where = rows.length > 0 ? ` Row ${rows.join(', ')}${more}.` : count > 1 ? ` ${count}.` : '';
    const place = sheet === undefined ? '' : `${plainText(sheet)}: `;
    return `${kind}  ${place}${FINDINGS[code]}${where}${detail === '' ? '' : ` ${plainText(detail)}`}`;
  });
}
