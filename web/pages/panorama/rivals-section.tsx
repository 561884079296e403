import type { Hex } from '../../../core/encoding/hex.ts';
import type { SheetLine } from '../../../jobs/survey/panorama-sheet.ts';
import { useFormat } from '../../language/format.ts';
import { showOutside } from '../../language/outside-text.ts';
import { FigureLink } from './figure-link.tsx';
import { usePanoramaTexts } from './panorama-texts.ts';
import classes from './panorama.module.css';

/** What sources state about themselves, and can differ in. */
const MEMBERS = ['methods', 'gases', 'gwpSet', 'boundary'] as const;

/** Lines that several sources say differently: side by side with what they state about themselves, and no winner. */
export function RivalsSection({ id, lines }: { readonly id: Hex; readonly lines: readonly SheetLine[] }) {
  const groups = [...Map.groupBy(lines, ({ account, line }) => `${account}/${line}`).values()];
  return groups.flatMap((rivals) => {
    const years = sharedYears(rivals);
    if (rivals.length < 2 || years.length === 0) return [];
    return [
      <Rivals key={`${rivals[0]!.account}/${rivals[0]!.line}`} id={id} rivals={rivals} years={years} />,
    ];
  });
}

/** Returns the years for which two sources or more have a figure. */
function sharedYears(rivals: readonly SheetLine[]): string[] {
  const all = rivals.flatMap(({ years }) => years.map(({ year }) => year));
  return [...new Set(all.filter((year, index) => all.indexOf(year) < index))].sort();
}

interface RivalsProps {
  readonly id: Hex;
  readonly rivals: readonly SheetLine[];
  readonly years: readonly string[];
}

function Rivals({ id, rivals, years }: RivalsProps) {
  const texts = usePanoramaTexts();
  const format = useFormat();
  const [first] = rivals;
  const title = texts.rivals(texts.accounts[first!.account], showOutside(first!.line));
  const written = (line: SheetLine, member: (typeof MEMBERS)[number]): string => {
    const stated = line[member];
    const text = typeof stated === 'string' ? stated : (stated ?? []).join(', ');
    if (text === '') return texts.notStated;
    return member === 'boundary'
      ? (texts.boundaries[text as keyof typeof texts.boundaries] ?? text)
      : showOutside(text);
  };
  return (
    <section className="card stack" aria-label={title}>
      <div>
        <h3>{title}</h3>
        <p>{texts.rivalsLead}</p>
      </div>
      <div className={classes['scroll']}>
        <table className="lined">
          <thead>
            <tr>
              <th scope="col">{texts.source}</th>
              {rivals.map(({ by }) => (
                <th scope="col" key={by}>
                  {showOutside(by)}
                </th>
              ))}
              <th scope="col">{texts.differs}</th>
            </tr>
          </thead>
          <tbody>
            {years.map((year) => (
              <tr key={year}>
                <th scope="row">{year}</th>
                {rivals.map((line) => {
                  const found = line.years.find((each) => each.year === year);
                  return (
                    <td key={line.by}>
                      {found === undefined ? (
                        texts.missing
                      ) : (
                        <>
                          <FigureLink id={id} figure={found} /> {format.unit(line.unit)}
                        </>
                      )}
                    </td>
                  );
                })}
                <td>{texts.yes}</td>
              </tr>
            ))}
            {MEMBERS.map((member) => {
              const said = rivals.map((line) => written(line, member));
              const isUnknown = said.includes(texts.notStated);
              return (
                <tr key={member}>
                  <th scope="row">{texts.members[member]}</th>
                  {said.map((text, index) => (
                    <td key={rivals[index]!.by}>{text}</td>
                  ))}
                  <td>{isUnknown ? texts.unknown : new Set(said).size > 1 ? texts.yes : texts.no}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
