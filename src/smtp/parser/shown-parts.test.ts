import { describe, expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const part = (fields: string, content: string): string => `${fields}\r\n\r\n${content}`;
const text = (content: string, fields = ''): string => part(`Content-Type: text/plain${fields}`, content);
const html = (content: string, fields = ''): string => part(`Content-Type: text/html${fields}`, content);
const picture = part('Content-Type: image/png\r\nContent-ID: <pic>', 'PNG');
let count = 0;
const multi = (type: string, ...parts: string[]): string => {
  const boundary = `B${(count += 1)}`;
  const rows = parts.map((each) => `--${boundary}\r\n${each}\r\n`).join('');
  return `Content-Type: multipart/${type}; boundary=${boundary}\r\n\r\n${rows}--${boundary}--`;
};

interface Shown {
  text: string | null;
  html: string | null;
  /** Contents of the attachments. */
  files?: string[];
}
async function shownOf(source: string): Promise<Required<Shown>> {
  const mail = await readMail(Buffer.from(`Subject: s\r\nMIME-Version: 1.0\r\n${source}\r\n`));
  return {
    text: mail.text,
    html: mail.html,
    files: mail.attachments.map(({ content }) => content.toString()),
  };
}

describe('of alternatives the last of each form is shown, and others are files', () => {
  it.each<[what: string, source: string, shown: Shown]>([
    [
      'html twice',
      multi('alternative', text('p'), html('<p>simple'), html('<p>rich')),
      { text: 'p', html: '<p>rich', files: ['<p>simple'] },
    ],
    [
      'html alone, twice',
      multi('alternative', html('<p>simple'), html('<p>rich')),
      { text: null, html: '<p>rich', files: ['<p>simple'] },
    ],
    [
      'text twice',
      multi('alternative', text('first'), text('second')),
      { text: 'second', html: null, files: ['first'] },
    ],
    [
      'text twice beside html',
      multi('alternative', text('one'), text('two'), html('<p>h')),
      { text: 'two', html: '<p>h', files: ['one'] },
    ],
    ['html before text', multi('alternative', html('<p>h'), text('p')), { text: 'p', html: '<p>h' }],
    [
      'html with pictures last',
      multi('alternative', text('p'), html('<p>simple'), multi('related', html('<p>rich'), picture)),
      { text: 'p', html: '<p>rich', files: ['<p>simple', 'PNG'] },
    ],
    [
      'html with pictures first',
      multi('alternative', text('p'), multi('related', html('<p>first'), picture), html('<p>last')),
      { text: 'p', html: '<p>last', files: ['<p>first', 'PNG'] },
    ],
    [
      'html in two pieces around a file',
      multi('alternative', text('p'), multi('mixed', html('<p>one'), picture, html('<p>two'))),
      { text: 'p', html: '<p>one<p>two', files: ['PNG'] },
    ],
    [
      'html last that says nothing',
      multi('alternative', text('p'), html('<p>h'), html(' ')),
      { text: 'p', html: '<p>h', files: [' '] },
    ],
    [
      'a file last',
      multi('alternative', text('p'), html('<p>h'), part('Content-Type: application/pdf', 'PDF')),
      { text: 'p', html: '<p>h', files: ['PDF'] },
    ],
    [
      'html last that is attached',
      multi('alternative', html('<p>h'), html('<p>att', '\r\nContent-Disposition: attachment')),
      { text: null, html: '<p>h', files: ['<p>att'] },
    ],
    [
      'enriched text',
      multi('alternative', text('p'), part('Content-Type: text/enriched', '<b>p'), html('<p>h')),
      { text: 'p', html: '<p>h', files: ['<b>p'] },
    ],
    [
      'alternatives within alternatives',
      multi('alternative', text('p'), multi('alternative', html('<p>1'), html('<p>2')), html('<p>3')),
      { text: 'p', html: '<p>3', files: ['<p>1', '<p>2'] },
    ],
  ])('%s', async (_what, source, shown) => {
    expect(await shownOf(source)).toEqual({ files: [], ...shown });
  });
});

describe('of related parts the root is shown, and what it may refer to is a file', () => {
  const framed = (content: string) => html(content, '\r\nContent-ID: <f>');
  it.each<[what: string, source: string, shown: Shown]>([
    [
      'the first',
      multi('related', html('<iframe src="cid:f">'), framed('<p>f')),
      { text: null, html: '<iframe src="cid:f">', files: ['<p>f'] },
    ],
    [
      'the one that is named',
      multi('related; start="<root>"', framed('<p>f'), html('<p>root', '\r\nContent-ID: <root>')),
      { text: null, html: '<p>root', files: ['<p>f'] },
    ],
    [
      'named without brackets',
      multi('related; start=root', framed('<p>f'), html('<p>root', '\r\nContent-ID: <root>')),
      { text: null, html: '<p>root', files: ['<p>f'] },
    ],
    [
      'html behind a picture',
      multi('related', picture, html('<img src="cid:pic">')),
      { text: null, html: '<img src="cid:pic">', files: ['PNG'] },
    ],
    [
      'a name that names nothing',
      multi('related; start="<no>"', html('<p>root'), framed('<p>f')),
      { text: null, html: '<p>root', files: ['<p>f'] },
    ],
    [
      'alternatives',
      multi(
        'related',
        multi('alternative', text('p'), html('<p>h')),
        picture,
        text('note', '\r\nContent-ID: <t>'),
      ),
      { text: 'p', html: '<p>h', files: ['PNG', 'note'] },
    ],
    [
      'style sheets and text by id',
      multi(
        'related',
        html('<p>h'),
        part('Content-Type: text/css\r\nContent-ID: <c>', 'p{}'),
        text('t', '\r\nContent-ID: <t>'),
      ),
      { text: null, html: '<p>h', files: ['p{}', 't'] },
    ],
    [
      'pages by place',
      multi(
        'related',
        html('<p>h', '\r\nContent-Location: a.html'),
        html('<p>f', '\r\nContent-Location: f.html'),
      ),
      { text: null, html: '<p>h', files: ['<p>f'] },
    ],
    [
      'text that nothing can refer to',
      multi('related', html('<p>h'), text('footer')),
      { text: 'h\n\nfooter', html: '<p>h<pre>footer</pre>' },
    ],
    [
      'text and html side by side, which belong in alternatives',
      multi('related', text('p'), html('<p>h', '\r\nContent-ID: <h>'), picture),
      { text: 'p\nh\n', html: '<pre>p</pre><p>h', files: ['PNG'] },
    ],
    [
      'text alone',
      multi('related', text('root', '\r\nContent-ID: <r>'), text('t', '\r\nContent-ID: <t>')),
      { text: 'root', html: null, files: ['t'] },
    ],
  ])('%s', async (_what, source, shown) => {
    const read = await shownOf(source);
    const plain = read.html?.replace(/<pre [^>]*>/g, '<pre>') ?? null;
    expect({ ...read, html: plain }).toEqual({ files: [], ...shown });
  });
});
