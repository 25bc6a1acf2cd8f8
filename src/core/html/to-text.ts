import { Parser } from 'htmlparser2';

const silent = new Set(['head', 'style', 'script', 'title', 'noscript', 'template']);
const blocks = new Set(
  'address article aside blockquote center div dl dt dd fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
const spaced = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'blockquote']);

// A block that is longer is put aside but for its end, and one that an open anchor holds together at the latest here.
const longBlock = 4096;
const longestBlock = 65_536;
/** Enough to see how a block ends. */
const keptEnd = 16;
/** Tags within tags beyond which no reader follows; the parser's own cost grows with the square of it. */
const deepest = 10_000;

/** Text that grows block by block. What is finished is not looked at again, so that large mail takes its time but once. */
function createTextBuilder() {
  const blocks: string[] = [];
  let block = '';
  let empty = true;
  return {
    /** Ends the block, with so many line breaks at least. */
    breakLine(lines: number) {
      const bare = block.trimEnd();
      const had = block.slice(bare.length).split('\n').length - 1;
      if (bare !== '') blocks.push(bare);
      empty &&= bare === '';
      const breaks = '\n'.repeat(Math.max(lines, had));
      if (bare !== '') block = breaks;
      else block = empty ? '' : block.length >= breaks.length ? block : breaks;
    },
    add(text: string) {
      block += text;
    },
    /** Puts the block aside but for its end where it has grown long: each look at it would cost its length. */
    spill(isHeld: boolean) {
      if (block.length < (isHeld ? longestBlock : longBlock)) return;
      const aside = block.slice(0, -keptEnd);
      empty &&= aside.trim() === '';
      blocks.push(aside);
      block = block.slice(-keptEnd);
    },
    /** Text of html: white space is one space, and none follows another. */
    addFolded(text: string) {
      const folded = text.replace(/[\s\u00a0]+/g, ' ');
      const last = block.at(-1);
      block += last === undefined || /\s/.test(last) ? folded.trimStart() : folded;
    },
    endsInSpace: () => /\s/.test(block.at(-1) ?? ''),
    /** The place of an anchor: its label is what comes after, in this block. */
    mark: () => ({ block: blocks.length, at: block.length }),
    /** Puts the target behind the label, or in its place where the label says no more. */
    link(mark: { block: number; at: number }, href: string) {
      const from = mark.block === blocks.length ? mark.at : 0;
      const label = block.slice(from).trim();
      const isNamed = label === '' && mark.block !== blocks.length;
      if (!isNamed && (label === '' || label === href)) block = block.slice(0, from) + href;
      else block = `${block.trimEnd()} (${href})`;
    },
    text: () =>
      [...blocks, block]
        .join('')
        .split('\n')
        .map((row) => row.trim())
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
  };
}

/** Text with links written out, for readers without HTML: `Shop now (https://…)`, `- item`. */
export function textOfHtml(html: string): string {
  const text = createTextBuilder();
  let hidden = 0;
  let depth = 0;
  const anchors: { href: string; mark: { block: number; at: number } }[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        if (depth > deepest) parser.pause();
        text.spill(anchors.length > 0 && name !== 'a');
        if (silent.has(name)) hidden += 1;
        if (blocks.has(name)) text.breakLine(spaced.has(name) ? 2 : 1);
        if (name === 'br') text.add('\n');
        if (name === 'li') text.add('- ');
        if (name === 'td' && !text.endsInSpace()) text.add(' ');
        if (name === 'a') anchors.push({ href: attributes['href']?.trim() ?? '', mark: text.mark() });
        if (name === 'img' && attributes['alt'] && hidden === 0) text.add(attributes['alt']);
      },
      ontext(data) {
        text.spill(anchors.length > 0);
        if (hidden === 0) text.addFolded(data);
      },
      onclosetag(name) {
        depth -= 1;
        if (silent.has(name)) hidden = Math.max(0, hidden - 1);
        if (name === 'a') closeAnchor();
        if (blocks.has(name)) text.breakLine(spaced.has(name) ? 2 : 1);
      },
    },
    { decodeEntities: true },
  );
  function closeAnchor() {
    const anchor = anchors.pop();
    if (anchor && /^(https?:|mailto:|\{\{)/i.test(anchor.href)) text.link(anchor.mark, anchor.href);
  }
  parser.write(html);
  parser.end();
  return text.text();
}

/** As much of a text is looked at for its first words. */
const previewedCharacters = 600;
const shownCharacters = 140;

/** The first words of a text, for a list: one line of at most 140 characters. */
export function previewOf(text: string): string {
  // A character may be two units long, and is not to be cut in two.
  const words = text
    .slice(0, previewedCharacters)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 2 * shownCharacters);
  if (!/[\ud800-\udfff]/.test(words)) return words.slice(0, shownCharacters);
  return Array.from(words).slice(0, shownCharacters).join('');
}
