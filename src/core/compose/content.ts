import { folded } from '../../contract/text/folding.js';
import type { CampaignRecord } from '../../contract/campaign.js';
import type { CampaignId, MessageId } from '../../contract/ids.js';
import { assembleMail, composeMail } from './mime.js';
import type { MailHead } from './mime.js';
import { previewedCharacters, previewOf, readHtml } from '../html/to-text.js';
import type { HtmlText } from '../html/to-text.js';
import type { BloomHasher } from '../ports/ports.js';
import { precompileWords } from './precompiled/derived-text.js';
import { precompileBody } from './precompiled/mime-body.js';
import { joinTexts, precompileSearchText } from './precompiled/search-text.js';
import type { SearchedText } from '../messages/search-text.js';
import { compileTemplate } from './template.js';
import type { PartName } from './template-budget.js';
import type { TemplateContext } from './template.js';
import { render, precompile } from './precompiled/template.js';
import type { PrecompiledText } from './precompiled/template.js';
import { addUtm } from '../tracking/utm.js';
import { isTracked, trackHtml } from '../tracking/rewrite-html.js';
import type { Tracking } from '../tracking/tracking.js';
import { precompileTracking } from './precompiled/tracking.js';

/** What the content of a mail is made from. */
export interface ContentSource {
  content: { html: string | null; text: string | null };
  settings: CampaignRecord['settings'];
  campaign: Pick<CampaignRecord, 'id' | 'name'> | null;
}

/** The content of one mail. */
export interface FilledContent {
  preview: string;
  compose(head: MailHead): Buffer;
  /** Its text as it is searched, behind its head. */
  searched(head: string): SearchedText;
}

/** Renders the content of one mail; what has no value is named in `missing`. */
export type RenderContent = (id: MessageId, context: TemplateContext, missing: Set<string>) => FilledContent;

export interface ContentDeps {
  tracking: Tracking;
  /** Null leaves filters to the index. */
  bloomHasher: BloomHasher | null;
}

/** Where a link is to lead before it is tracked. */
const taggedOf =
  ({ settings, campaign }: ContentSource) =>
  (url: string): string =>
    settings.google_analytics && campaign ? addUtm(url, campaign.name) : url;

/** What a derived text has in the place of a link's target: what the html has too, but for tracking. */
function textTargetOf(
  source: ContentSource,
  { tracking }: ContentDeps,
): ((url: string) => string) | undefined {
  const tagged = taggedOf(source);
  if (!source.settings.google_analytics) return undefined;
  return (url) => (isTracked(url) && !tracking.isOwn(url) ? tagged(url) : url);
}

/** Where the links that one mail has by itself are to lead; `base` is what its click URLs begin with. */
function rewriteFor(source: ContentSource, { tracking }: ContentDeps, id: MessageId, base: string) {
  const tagged = taggedOf(source);
  return (url: string): string => {
    if (tracking.isOwn(url)) return url;
    const to = tagged(url);
    return source.settings.track_clicks ? base + tracking.clickTarget(id, to) : to;
  };
}

type Render = (context: TemplateContext, missing: Set<string>) => string;

/** Renders a part from its precompiled template where it has one, which takes a fraction of the time. */
function createRender(part: PartName, source: string): Render {
  const whole = compileTemplate(part, source);
  const precompiled = precompile(part, source);
  if (!precompiled) return whole;
  return (context, missing) => {
    const values = precompiled.values(context, missing);
    return values ? render(precompiled, values) : whole(context, missing);
  };
}

const noWords = { text: '', preheader: '', hidden: '' } satisfies Partial<HtmlText>;

/** Undocumented: we chose that a list shows a preheader first, as mail clients do. */
const previewWith = (preheader: string, text: string): string => previewOf(`${preheader} ${text}`);

/** Renders each mail as a whole. The text that stands in where none is given is what the rendered page says. */
export function wholeContent(source: ContentSource, deps: ContentDeps): RenderContent {
  const { html, text } = source.content;
  const renderHtml = html === null ? null : compileTemplate('content.html', html);
  const renderText = text === null ? null : createRender('content.text', text);
  const { track_opens } = source.settings;
  const targetOf = textTargetOf(source, deps);

  return (id, context, missing) => {
    const page = renderHtml?.(context, missing) ?? null;
    const words = page === null ? noWords : readHtml(page, { targetOf });
    const given = renderText?.(context, missing) ?? null;
    const shown = given ?? words.text;
    const ofHtml = page === null ? [] : [words.text, words.preheader, words.hidden];
    const searchable = [...(given === null ? [] : [given]), ...ofHtml].join('\n');
    const change = {
      rewrite: rewriteFor(source, deps, id, deps.tracking.clickBase(id)),
      pixel: track_opens ? deps.tracking.urlOf('open', id) : null,
    };
    return {
      preview: previewWith(words.preheader, shown),
      compose: (head) =>
        composeMail({ ...head, html: page === null ? null : trackHtml(page, change), text: shown }),
      searched(head) {
        const searched = head + folded(searchable);
        return { text: searched, filter: deps.bloomHasher?.of(searched) ?? null };
      },
    };
  };
}

/** The page of a campaign with its tracking, cut once. */
function precompilePage(source: ContentSource, html: string, campaignId: CampaignId, deps: ContentDeps) {
  const { tracking } = deps;
  const template = precompile('content.html', html);
  if (!template) return null;
  const tagged = taggedOf(source);
  const page = precompileTracking(template, {
    opens: source.settings.track_opens,
    lead(url) {
      if (tracking.isOwn(url)) return { whole: url };
      const to = tagged(url);
      return source.settings.track_clicks
        ? { afterBase: tracking.clickTarget(campaignId, to) }
        : { whole: to };
    },
  });
  const words = precompileWords(template, textTargetOf(source, deps));
  return page && words && { template, page, words };
}

/**
 * Cuts the html and text of a campaign once, so that a mail costs its values. Returns null where that cannot be done; the
 * function that it returns answers null for a mail whose values change more than their own places.
 */
export function precompiledContent(source: ContentSource, deps: ContentDeps) {
  const { html, text: given } = source.content;
  const { tracking } = deps;
  if (!source.campaign || html === null) return null;
  const precompiled = precompilePage(source, html, source.campaign.id, deps);
  const text = given === null ? null : precompile('content.text', given);
  if (!precompiled || (given !== null && !text)) return null;
  const { template, page, words } = precompiled;
  const firstValue = text?.count ?? 0;
  const ofHtml = [words.text, words.preheader, words.hidden].map((part) => ({ text: part, firstValue }));
  const search = precompileSearchText(
    joinTexts([...(text ? [{ text, firstValue: 0 }] : []), ...ofHtml]),
    deps.bloomHasher,
  );
  if (!search) return null;
  const [shownText, encodeHtml] = [text ?? words.text, precompileBody(page)];
  const encodeText = precompileBody(shownText);

  return (id: MessageId, context: TemplateContext, missing: Set<string>): FilledContent | null => {
    const values = template.values(context, missing);
    const plain = template.plainValues(context);
    const textValues = text ? text.values(context, missing) : [];
    const derived = plain && words.values(plain);
    if (!values || !derived || !textValues) return null;
    const searchable = search.values([...textValues, ...derived]);
    if (!searchable) return null;
    const clickBase = tracking.clickBase(id);
    const links = {
      clickBase,
      openUrl: tracking.urlOf('open', id),
      rewrite: rewriteFor(source, deps, id, clickBase),
    };
    const shownValues = text ? textValues : derived;
    const [encodedText, encodedHtml] = [encodeText(shownValues), encodeHtml(page.values(values, links))];
    const startOf = (each: PrecompiledText, given: readonly string[]) =>
      render(each, given, previewedCharacters);
    return {
      preview: previewWith(startOf(words.preheader, derived), startOf(shownText, shownValues)),
      compose: (head) => assembleMail(head, encodedText, encodedHtml),
      searched: searchable,
    };
  };
}

/** Compiles the content once; throws a 400 with field, line and reason where a template is faulty. */
export function createContent(source: ContentSource, deps: ContentDeps): RenderContent {
  const whole = wholeContent(source, deps);
  // Precompiled for the first mail: the check of a template does not need it.
  let precompiled: ReturnType<typeof precompiledContent> | undefined;
  return (id, context, missing) => {
    if (precompiled === undefined) precompiled = precompiledContent(source, deps);
    return precompiled?.(id, context, missing) ?? whole(id, context, missing);
  };
}
