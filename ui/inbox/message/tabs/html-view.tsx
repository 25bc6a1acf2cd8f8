import type { Message } from '../../../../src/contract/message.js';
import { Icon } from '../../../shell/late-icons.js';
import type { IconName } from '../../../shell/late-icons.js';
import type { Addresses } from '../message-api.js';
import { viewWidths } from '../use-viewer.js';
import type { Viewer, ViewWidth } from '../use-viewer.js';
import { MailFrame } from '../../../shell/mail-frame.js';

const widthIcons: Record<ViewWidth, IconName> = { full: 'desktop', '768': 'tablet', '390': 'phone' };
const widthWords: Record<ViewWidth, string> = {
  full: 'Full width',
  '768': '768 px wide',
  '390': '390 px wide',
};

/** Whether a mail brings dark styles of its own. */
const hasDarkStyles = (html: string): boolean => /prefers-color-scheme|color-scheme\s*[:"']/i.test(html);

export interface HtmlViewProps {
  message: Message;
  html: string;
  viewer: Viewer;
  addresses: Addresses;
  onStray(): void;
}

export function HtmlView({ message, html, viewer, addresses, onStray }: HtmlViewProps) {
  const src = addresses.html(message.id, viewer.remote);
  // Mail without dark styles is inverted, as several mail programs do with it.
  const dark = viewer.dark ? (hasDarkStyles(html) ? 'own' : 'inverted') : 'off';
  return (
    <div
      class={`canvas width-${viewer.width}`}
      data-dark={dark}
      role="group"
      aria-label="Preview"
      // Where it is wider than the screen it is scrolled, by keys too.
      tabIndex={viewer.width === 'full' ? undefined : 0}
    >
      <MailFrame class="preview" title="Message as HTML" src={src} onStray={onStray} />
    </div>
  );
}

/** The switches of the preview, at the right of the tabs. */
export function ViewSwitches({ viewer, html }: { viewer: Viewer; html: string }) {
  const darkHow = hasDarkStyles(html) ? 'with its own dark styles' : 'inverted, as it has no dark styles';
  return (
    <div class="switches">
      <button
        type="button"
        class="button quiet"
        aria-pressed={viewer.remote}
        title={
          viewer.remote
            ? 'Remote images and styles are loaded'
            : 'Remote images and styles are blocked; loading them may count as an open'
        }
        onClick={() => viewer.setRemote(!viewer.remote)}
      >
        <Icon name="image" />{' '}
        <span class="button-word">{viewer.remote ? 'Remote content on' : 'Load remote content'}</span>
      </button>
      <div class="segments" role="group" aria-label="Width of the preview">
        {viewWidths.map((width) => (
          <button
            key={width}
            type="button"
            aria-pressed={viewer.width === width}
            aria-label={widthWords[width]}
            title={widthWords[width]}
            onClick={() => viewer.setWidth(width)}
          >
            <Icon name={widthIcons[width]} />
          </button>
        ))}
      </div>
      <button
        type="button"
        class="button quiet square"
        aria-pressed={viewer.dark}
        aria-label="Dark preview"
        title={`Dark preview: ${darkHow}`}
        onClick={() => viewer.setDark(!viewer.dark)}
      >
        <Icon name="moon" />
      </button>
    </div>
  );
}
