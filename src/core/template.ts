import Handlebars from 'handlebars';
import type { CampaignRecord } from '../contract/campaign.js';
import type { ContactRecord } from '../contract/contact.js';
import { invalidField } from '../contract/errors.js';

/** The parts of a mail that are templates. */
export type PartName = 'subject' | 'content.html' | 'content.text';

/** What a template may name: the fields of the contact, `custom_fields.*`, `campaign.*` and the two links. */
export type TemplateContext = Record<string, unknown>;

export type Template = (context: TemplateContext) => string;

// Each process of templates has its own registry, without the helpers that write to the console.
const handlebars = Handlebars.create();
handlebars.unregisterHelper('log');

/** What handlebars says, in one line, with the line number where it knows one. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const at = /Parse error on line (\d+):\n([\s\S]*)\n-*\^\n([\s\S]*)/.exec(message);
  if (at) return `line ${at[1]}: ${at[3]} (near "${at[2]?.trim().slice(-40)}")`;
  const position = /^(.*) - (\d+):\d+$/s.exec(message);
  return position ? `line ${position[2]}: ${position[1]}` : (message.split('\n')[0] ?? message);
}

const fault = (part: PartName, error: unknown) =>
  invalidField(part, `Expected a valid handlebars template: ${reasonOf(error)}`);

/**
 * Compiles one part; html is HTML-escaped, the others are plain. With `strict` a missing value is an error at rendering.
 * Throws a 400 on the part with line and reason.
 */
export function compileTemplate(part: PartName, source: string, strict = false): Template {
  const render = compiled(part, source, strict);
  return (context) => {
    try {
      return render(context);
    } catch (error) {
      throw fault(part, error);
    }
  };
}

function compiled(part: PartName, source: string, strict: boolean) {
  try {
    handlebars.parse(source);
    return handlebars.compile(source, { noEscape: part !== 'content.html', strict });
  } catch (error) {
    throw fault(part, error);
  }
}

export interface Links {
  unsubscribe_url: string;
  view_url: string;
}

/** The context in which the mail to one contact is rendered. */
export const contextOf = (
  contact: Partial<ContactRecord>,
  links: Links,
  campaign?: CampaignRecord,
): TemplateContext => ({
  ...contact,
  contact,
  ...links,
  campaign: campaign && {
    id: campaign.id,
    name: campaign.name,
    subject: campaign.subject,
    from_name: campaign.from_name,
    from_email: campaign.from_email,
  },
});
