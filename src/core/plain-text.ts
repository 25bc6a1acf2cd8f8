import { Parser } from 'htmlparser2';

const silent = new Set(['head', 'style', 'script', 'title', 'noscript', 'template']);
const blocks = new Set(
  'address article aside blockquote center div dl dt dd fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
const spaced = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'blockquote']);

/** Text with links written out, for readers without HTML: `Shop now (https://…)`, `- item`. */
export function textOfHtml(html: string): string {
  let text = '';
  let hidden = 0;
  const anchors: { href: string; from: number }[] = [];
  const breakLine = (lines: number) => {
    const bare = text.trimEnd();
    const had = text.slice(bare.length).split('\n').length - 1;
    text = bare === '' ? '' : bare + '\n'.repeat(Math.max(lines, had));
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (silent.has(name)) hidden += 1;
        if (blocks.has(name)) breakLine(spaced.has(name) ? 2 : 1);
        if (name === 'br') text += '\n';
        if (name === 'li') text += '- ';
        if (name === 'td' && !/\s$/.test(text)) text += ' ';
        if (name === 'a') anchors.push({ href: attributes['href']?.trim() ?? '', from: text.length });
        if (name === 'img' && attributes['alt'] && hidden === 0) text += attributes['alt'];
      },
      ontext(data) {
        if (hidden > 0) return;
        const folded = data.replace(/[\s\u00a0]+/g, ' ');
        text += /(^|\s)$/.test(text) ? folded.trimStart() : folded;
      },
      onclosetag(name) {
        if (silent.has(name)) hidden = Math.max(0, hidden - 1);
        if (name === 'a') closeAnchor();
        if (blocks.has(name)) breakLine(spaced.has(name) ? 2 : 1);
      },
    },
    { decodeEntities: true },
  );
  function closeAnchor() {
    const anchor = anchors.pop();
    if (!anchor || !/^(https?:|mailto:|\{\{)/i.test(anchor.href)) return;
    const label = text.slice(anchor.from).trim();
    if (label === '' || label === anchor.href) text = text.slice(0, anchor.from) + anchor.href;
    else text = `${text.trimEnd()} (${anchor.href})`;
  }
  parser.write(html);
  parser.end();
  return text
    .split('\n')
    .map((row) => row.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The first words of a text, for a list: one line of at most 140 characters. */
export const previewOf = (text: string): string =>
  Array.from(text.slice(0, 600).replace(/\s+/g, ' ').trim()).slice(0, 140).join('');
