import { holdsOnScreen } from './media-queries.js';

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

/** The rules of a style sheet that hold on a wide screen, in order. */
export function* rulesIn(sheet: string): Generator<SheetRule> {
  const open: boolean[] = [];
  let [from, selectors, passedOver, isSpoilt] = [0, '', 0, false];
  const takesRule = () => passedOver === 0 && selectors !== '' && !selectors.startsWith('@');
  for (const { 0: brace, index } of sheet.matchAll(/[{}]/g)) {
    const between = sheet.slice(from, index).trim();
    from = index + 1;
    if (brace === '{') {
      selectors = between.slice(between.lastIndexOf(';') + 1).trim();
      // Within another rule, a selector means less than it says; behind a brace too many, nothing.
      const isPassedOver = !holds(selectors);
      open.push(isPassedOver);
      if (isPassedOver) passedOver += 1;
      if (isSpoilt) selectors = '';
      isSpoilt = false;
    } else if (open.length === 0) isSpoilt = true;
    else {
      if (open.pop() === true) passedOver -= 1;
      if (takesRule()) yield { selectors, body: between };
      selectors = '';
    }
  }
  // The end of a sheet closes what is open (CSS Syntax 3, 5.4).
  if (open.pop() === true) passedOver -= 1;
  if (takesRule()) yield { selectors, body: sheet.slice(from) };
}
