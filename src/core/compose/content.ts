import { AppError } from '../../contract/errors.js';
import type { CampaignRecord } from '../../contract/campaign.js';
import type { MessageId } from '../../contract/ids.js';
import { composeMail } from './mime.js';
import type { MailHead } from './mime.js';
import { previewOf, textOfHtml } from '../html/to-text.js';
import type { BloomHasher } from '../ports/ports.js';
import { precompileSearchText } from './precompiled/search-text.js';
import { singleSpaced } from '../messages/search-text.js';
import type { SearchedText } from '../messages/search-text.js';
import { compileTemplate } from './template.js';
import type { PartName } from './template-budget.js';
import type { TemplateContext } from './template.js';
import { render, precompile } from './precompiled/template.js';
import { addUtm } from '../tracking/utm.js';
import { trackHtml } from '../tracking/rewrite-html.js';
import type { Tracking } from '../tracking/tracking.js';
import { precompileTracking } from './precompiled/tracking.js';

/** What the content of a mail is made from. */
export interface ContentSource {
  content: { html: string | null; text: string | null };
  settings: CampaignRecord['settings'];
  campaign: Pick<CampaignRecord, 'id' | 'name'> | null;
}

/** The content of one mail. */
export interface Content {
  preview: string;
  compose(head: MailHead): Buffer;
  /** Its text as it is searched, behind its head. */
  searched(head: string): SearchedText;
}

/** Renders the content of one mail; what has no value is named in `missing`. */
export type RenderContent = (id: MessageId, context: TemplateContext, missing: Set<string>) => Content;

export interface ContentDeps {
  tracking: Tracking;
  /** Null leaves signatures to the index. */
  bloomHasher: BloomHasher | null;
}

/** Where a link is to lead before it is tracked. */
const taggedOf =
  ({ settings, campaign }: ContentSource) =>
  (url: string): string =>
    settings.google_analytics && campaign ? addUtm(url, campaign.name) : url;

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

/** The text template that stands in where none is given; null when only the rendered html can tell. */
export function deriveTextTemplate(html: string): string | null {
  // An unescaped value may bring html of its own, which must not end up in the text as it is.
  if (/\{\{[{&]/.test(html)) return null;
  const text = textOfHtml(html);
  try {
    compileTemplate('content.text', text);
    return text;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Renders each mail as a whole. */
export function wholeContent(
  source: ContentSource,
  textTemplate: string | null,
  deps: ContentDeps,
): RenderContent {
  const { html } = source.content;
  const renderHtml = html === null ? null : compileTemplate('content.html', html);
  const renderText = textTemplate === null ? null : createRender('content.text', textTemplate);
  const { track_opens } = source.settings;

  return (id, context, missing) => {
    const page = renderHtml?.(context, missing) ?? null;
    const text = renderText?.(context, missing) ?? textOfHtml(page ?? '');
    const change = {
      rewrite: rewriteFor(source, deps, id, deps.tracking.clickBase(id)),
      pixel: track_opens ? deps.tracking.urlOf('open', id) : null,
    };
    return {
      preview: previewOf(text),
      compose: (head) => composeMail({ ...head, html: page === null ? null : trackHtml(page, change), text }),
      searched(head) {
        const searched = head + singleSpaced(text).toLowerCase();
        return { text: searched, filter: deps.bloomHasher?.of(searched) ?? null };
      },
    };
  };
}

/**
 * Cuts the html and text of a campaign once, so that a mail costs its values. Returns null where that cannot be done; the
 * function that it returns answers null for a mail whose values change more than their own places.
 */
export function precompiledContent(source: ContentSource, textTemplate: string | null, deps: ContentDeps) {
  const { campaign, settings } = source;
  const { html } = source.content;
  const { tracking, bloomHasher } = deps;
  if (!campaign || html === null || textTemplate === null) return null;
  const htmlTemplate = precompile('content.html', html);
  const text = precompile('content.text', textTemplate);
  if (!htmlTemplate || !text) return null;
  const tagged = taggedOf(source);
  const page = precompileTracking(htmlTemplate, {
    opens: settings.track_opens,
    lead(url) {
      if (tracking.isOwn(url)) return { whole: url };
      const to = tagged(url);
      return settings.track_clicks ? { afterBase: tracking.clickTarget(campaign.id, to) } : { whole: to };
    },
  });
  const search = precompileSearchText(text, bloomHasher);
  if (!page || !search) return null;

  return (id: MessageId, context: TemplateContext, missing: Set<string>): Content | null => {
    const values = htmlTemplate.values(context, missing);
    const textValues = text.values(context, missing);
    if (!values || !textValues) return null;
    const clickBase = tracking.clickBase(id);
    const links = {
      clickBase,
      openUrl: tracking.urlOf('open', id),
      rewrite: rewriteFor(source, deps, id, clickBase),
    };
    const searchable = search.values(textValues);
    if (!searchable) return null;
    const filled = { html: render(page, page.values(values, links)), text: render(text, textValues) };
    return {
      preview: previewOf(filled.text),
      compose: (head) => composeMail({ ...head, ...filled }),
      searched: searchable,
    };
  };
}

/** Compiles the content once; throws a 400 with field, line and reason where a template is faulty. */
export function createContent(source: ContentSource, deps: ContentDeps): RenderContent {
  const { html, text } = source.content;
  const textTemplate = text ?? deriveTextTemplate(html ?? '');
  const whole = wholeContent(source, textTemplate, deps);
  // Precompiled for the first mail: the check of a template does not need it.
  let precompiled: ReturnType<typeof precompiledContent> | undefined;
  return (id, context, missing) => {
    if (precompiled === undefined) precompiled = precompiledContent(source, textTemplate, deps);
    return precompiled?.(id, context, missing) ?? whole(id, context, missing);
  };
}
