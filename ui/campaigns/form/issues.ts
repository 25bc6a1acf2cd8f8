import type { CampaignPreview } from '../../../src/contract/campaign-preview.js';
import type { Issue } from '../../../src/contract/errors.js';

/** The fields of the form by their names in the API; `content` alone is said at the html. */
const places = [
  'name',
  'subject',
  'from_name',
  'from_email',
  'reply_to',
  'content.html',
  'content.text',
  'recipients.exclude_tags',
  'recipients',
  'settings',
  'send_time',
] as const;
export type FieldPlace = (typeof places)[number];

const isWithin = (field: string, place: string): boolean =>
  field === place || field.startsWith(`${place}.`) || field.startsWith(`${place}[`);

/** The place of the form at which a field of the API stands; null where it has none. */
export const placeOf = (field: string): FieldPlace | null =>
  field === 'content' ? 'content.html' : (places.find((place) => isWithin(field, place)) ?? null);

/** What is wrong at each place, the first of several. */
export function byPlace(issues: readonly Issue[]): Partial<Record<FieldPlace, string>> {
  const found: Partial<Record<FieldPlace, string>> = {};
  for (const { field, issue } of issues) {
    const place = placeOf(field);
    if (place !== null) found[place] ??= issue;
  }
  return found;
}

/** At how many places of the form something is wrong. */
export const countPlaces = (issues: readonly Issue[]): number => Object.keys(byPlace(issues)).length;

/** What is wrong and has no place in the form. */
export const unplaced = (issues: readonly Issue[]): readonly Issue[] =>
  issues.filter(({ field }) => placeOf(field) === null);

/** A fault that has no place in the form as a sentence; that of the campaign itself names no field. */
export const sentenceOf = ({ field, issue }: Issue): string =>
  ['', 'id', 'status'].includes(field) ? issue : `${field}: ${issue}`;

/** The faults that a preview found, as those of a call. */
export const issuesOfPreview = (preview: CampaignPreview | null): readonly Issue[] => preview?.faults ?? [];

/** Those of a call for a preview, whose campaign stands within its body. */
export const withoutPrefix = (issues: readonly Issue[]): Issue[] =>
  issues.map(({ field, issue }) => ({ field: field.replace(/^campaign\./, ''), issue }));

/** The line that an issue of a template names; null where it names none. */
export function lineOfIssue(issue: string): number | null {
  const [, line] = /^Expected a [^:]+: line (\d+): /.exec(issue) ?? [];
  return line === undefined ? null : Number(line);
}
