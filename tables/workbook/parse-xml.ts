import { Parser } from 'htmlparser2';

/** The attributes of an element. One object has those of each element in turn: a sheet has millions of cells. */
export class XmlAttributes {
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  #count = 0;

  /** Returns the value of an attribute; undefined where it is missing. */
  get(name: string): string | undefined {
    for (let at = 0; at < this.#count; at++) if (this.#names[at] === name) return this.#values[at];
    return undefined;
  }

  /** As `get`, whatever the namespace prefix of the name is. */
  getOfAny(name: string): string | undefined {
    const full = this.#names.slice(0, this.#count).find((each) => withoutPrefix(each) === name);
    return full === undefined ? undefined : this.get(full);
  }

  add(name: string, value: string): void {
    this.#names[this.#count] = name;
    this.#values[this.#count++] = value;
  }

  clear(): void {
    this.#count = 0;
  }
}

/** What happens at the elements of an XML text. Names have no namespace prefix. */
export interface XmlEvents {
  /** Called at the start of an element, before its attributes are forgotten. */
  open(name: string, attributes: XmlAttributes): void;
  /** Called at the end of an element, with the text directly before it, up to the next tag. */
  close(name: string, text: string): void;
}

/** A cell has at most 32,767 characters. */
const LONGEST_TEXT = 1 << 20;

/** Reads XML from bytes in UTF-8, and tells its elements. Yields after each piece, so that the caller can take what was read. @throws RangeError */
export async function* parseXml(bytes: AsyncIterable<Uint8Array>, events: XmlEvents): AsyncGenerator<void> {
  const decoder = new TextDecoder();
  let text = '';
  const attributes = new XmlAttributes();
  /** The element whose attributes are read. */
  let opening: string | null = null;
  const finishOpening = (): void => {
    if (opening === null) return;
    const name = withoutPrefix(opening);
    opening = null;
    text = '';
    events.open(name, attributes);
  };
  const parser = new Parser(
    {
      onopentagname: (name) => {
        finishOpening();
        opening = name;
        attributes.clear();
      },
      onattribute: (name, value) => attributes.add(name, value),
      ontext: (more) => {
        finishOpening();
        text += more;
        if (text.length > LONGEST_TEXT)
          throw new RangeError(`a text in it has more than ${LONGEST_TEXT} characters`);
      },
      onclosetag: (name) => {
        finishOpening();
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
