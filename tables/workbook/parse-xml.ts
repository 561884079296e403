import { Parser } from 'htmlparser2';

/** What happens at the elements of an XML text. Names have no namespace prefix. */
export interface XmlEvents {
  /** Called at the start of an element. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** Called at the end of an element, with the text directly before it, up to the next tag. */
  close(name: string, text: string): void;
}

/** A cell has at most 32,767 characters. */
const LONGEST_TEXT = 1 << 20;

/** Reads XML from bytes in UTF-8, and tells its elements. Yields after each piece, so that the caller can take what was read. @throws RangeError */
export async function* parseXml(bytes: AsyncIterable<Uint8Array>, events: XmlEvents): AsyncGenerator<void> {
  const decoder = new TextDecoder();
  let text = '';
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        text = '';
        events.open(withoutPrefix(name), attributes);
      },
      ontext: (more) => {
        text += more;
        if (text.length > LONGEST_TEXT)
          throw new RangeError(`a text in it has more than ${LONGEST_TEXT} characters`);
      },
      onclosetag: (name) => {
        events.close(withoutPrefix(name), text);
        text = '';
      },
    },
    { xmlMode: true },
  );
  for await (const piece of bytes) {
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  parser.end(decoder.decode());
}

function withoutPrefix(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** Returns the attribute of a relationship or a name, whatever its namespace prefix is; undefined where it is missing. */
export function attributeOf(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  return attributes[name] ?? Object.entries(attributes).find(([key]) => withoutPrefix(key) === name)?.[1];
}
