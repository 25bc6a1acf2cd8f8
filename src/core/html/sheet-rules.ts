import { holdsOnScreen } from './media-queries.js';
import { isBroken } from './selectors.js';

/** Whether the rules of a block hold: what stands before its brace. */
function holds(prelude: string): boolean {
  const [, name = '', rest = ''] = /^@([\w-]+)(.*)$/s.exec(prelude.toLowerCase()) ?? [];
  if (name === 'media') return holdsOnScreen(rest);
  return name === 'layer' || (name === 'supports' && !/^\s*not\b/.test(rest));
}

/** What stands before a brace, and within. */
export interface SheetRule {
  selectors: string;
  body: string;
}

/** What stands between a pair of braces. */
interface Block {
  /** Of the rule to which declarations in it belong; empty where they belong to none. */
  selectors: string;
  isPassedOver: boolean;
}

/** More selectors or characters are no page's: a few of them around many others come to very many. */
const mostSelectors = 20;
const mostCharacters = 2000;
const mostOfSheet = 2000;

/** How many selectors nesting may still come to in a sheet. */
interface Budget {
  left: number;
}

/** The selectors of a rule within another one (CSS Nesting 1); empty for too many. */
function nestedIn(outer: string, inner: string, budget: Budget): string {
  if (outer === '') return inner;
  if (isBroken(outer)) return '';
  const [around, within] = [outer.split(','), inner.split(',')];
  const count = around.length * within.length;
  if (count > Math.min(mostSelectors, budget.left)) return '';
  budget.left -= count;
  const nested = around
    .flatMap((one) =>
      within.map((other) => (/&/.test(other) ? other.replaceAll('&', one) : `${one} ${other}`)),
    )
    .join(',');
  return nested.length > mostCharacters ? '' : nested;
}

function blockOf(prelude: string, outer: string, budget: Budget): Block {
  if (prelude.startsWith('@')) return { selectors: outer, isPassedOver: !holds(prelude) };
  const selectors = nestedIn(outer, prelude, budget);
  return { selectors, isPassedOver: selectors === '' };
}

/** The rules of a style sheet that hold on a wide screen, in order. */
export function* rulesIn(sheet: string): Generator<SheetRule> {
  const open: Block[] = [];
  const budget = { left: mostOfSheet };
  let [from, passedOver, isSpoilt] = [0, 0, false];
  const selectors = () => (passedOver > 0 ? '' : (open.at(-1)?.selectors ?? ''));
  for (const { 0: brace, index } of sheet.matchAll(/[{}]/g)) {
    const between = sheet.slice(from, index);
    from = index + 1;
    if (brace === '{') {
      const start = between.lastIndexOf(';') + 1;
      if (start > 0 && selectors() !== '') yield { selectors: selectors(), body: between.slice(0, start) };
      const block = blockOf(between.slice(start).trim(), selectors(), budget);
      // Behind a brace too many a block is none.
      block.isPassedOver ||= isSpoilt;
      isSpoilt = false;
      open.push(block);
      if (block.isPassedOver) passedOver += 1;
    } else if (open.length === 0) isSpoilt = true;
    else {
      if (selectors() !== '') yield { selectors: selectors(), body: between };
      if (open.pop()?.isPassedOver === true) passedOver -= 1;
    }
  }
  // The end of a sheet closes what is open (CSS Syntax 3, 5.4).
  if (selectors() !== '') yield { selectors: selectors(), body: sheet.slice(from) };
}
