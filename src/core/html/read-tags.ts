import { QuoteType, Tokenizer } from 'htmlparser2';

/** An attribute as it stands in the source. The same object for each: read it, keep it not. */
export interface AttributePlace {
  /** The tag that it stands in, and its name, both in small letters. */
  tag: string;
  name: string;
  /** The value without its quotes; `start` is -1 where there is none. */
  start: number;
  end: number;
  quote: 'quoted' | 'bare' | 'none';
}

/** What is met on the way through a page, by its place in the source. */
export interface TagReader {
  opened?(tag: string): void;
  attribute(place: Readonly<AttributePlace>): void;
  /** An end tag whose name begins at `start`. */
  closed?(tag: string, start: number): void;
  /** Text; `tag` is the one that was opened last and is not closed, or ''. */
  text?(start: number, end: number, tag: string): void;
  comment?(start: number, end: number): void;
}

const ignore = () => undefined;

function quoteOf(quote: QuoteType): AttributePlace['quote'] {
  if (quote === QuoteType.Single || quote === QuoteType.Double) return 'quoted';
  return quote === QuoteType.Unquoted ? 'bare' : 'none';
}

/** Goes through the tags of a page and decodes nothing. What stands in comments, `style` and `script` is no tag. */
export function readTags(html: string, reader: TagReader): void {
  const { opened = ignore, closed = ignore, text = ignore, comment = ignore } = reader;
  const place: AttributePlace = { tag: '', name: '', start: -1, end: -1, quote: 'none' };
  const nameIn = (start: number, end: number) => html.slice(start, end).toLowerCase();
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname: (start, end) => opened((place.tag = nameIn(start, end))),
      onattribname: (start, end) => (place.name = nameIn(start, end)),
      onattribdata: (start, end) => {
        if (place.start < 0) place.start = start;
        place.end = end;
      },
      onattribentity: ignore,
      onattribend: (quote) => {
        place.quote = quoteOf(quote);
        reader.attribute(place);
        place.start = -1;
      },
      onclosetag: (start, end) => {
        place.tag = '';
        closed(nameIn(start, end), start);
      },
      oncdata: ignore,
      oncomment: comment,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: () => (place.tag = ''),
      ontext: (start, end) => text(start, end, place.tag),
      ontextentity: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}
