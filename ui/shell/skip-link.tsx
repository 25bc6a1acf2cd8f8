import { focusPage } from './panes/focus-page.js';

/** The first stop of the Tab key: past the bar. The address stays, since its hash names the page. */
export const SkipLink = () => (
  <a
    class="skip"
    href="#main"
    onClick={(event) => {
      event.preventDefault();
      focusPage();
    }}
  >
    Skip to the page
  </a>
);
