import type { TextRows } from './text-rows.js';

/** Targets that lead nowhere from a text. */
const leadsNowhere = /^(?:#|$|(?:javascript|vbscript|data|cid|about):)/i;
const unspoken = /^(?:mailto|tel|sms|callto):(?:\/\/)?/i;

/** Whether a label says all that its target says. */
function tells(label: string, href: string): boolean {
  if (label === href) return true;
  const bare = href.replace(unspoken, '');
  if (bare === href) return false;
  const digits = (text: string) => text.replace(/[\s().\u00a0-]/g, '');
  return (
    label.toLowerCase() === bare.toLowerCase() || (/^[+\d]/.test(bare) && digits(label) === digits(bare))
  );
}

/** What of a link stands in the text. */
export function formOfLink(label: string, href: string): 'label' | 'target' | 'both' {
  if (leadsNowhere.test(href)) return 'label';
  if (label === '') return 'target';
  return tells(label, href) ? 'label' : 'both';
}

/** What is asked of the links of a page. */
export interface LinkOptions {
  /** Told of each link with its label and target as they stand in the page. */
  watch: { onLink(label: string, href: string): void } | undefined;
  /** What the text has in the place of a target. */
  targetOf: ((href: string) => string) | undefined;
}

/** Writes the targets of links behind their labels. */
export function createAnchors({ watch, targetOf }: LinkOptions) {
  let anchor: { href: string; rows: TextRows } | null = null;
  function close() {
    if (anchor === null) return;
    const { href, rows } = anchor;
    const label = rows.closeLabel();
    anchor = null;
    watch?.onLink(label, href);
    const form = formOfLink(label, href);
    const target = targetOf?.(href) ?? href;
    if (form === 'target') {
      // Glued to the text beside it, it would lead elsewhere.
      rows.space();
      rows.addFolded(target);
      rows.space();
    } else if (form === 'both') rows.append(`(${target})`);
    else if (target !== href) rows.replaceLabel(target);
  }
  return {
    close,
    open(href: string, rows: TextRows) {
      // An anchor ends the one before it (HTML, 13.2.6.4.7).
      close();
      anchor = { href, rows };
      rows.openLabel();
    },
  };
}
