/** The first stop of the Tab key: past the bar. The address stays, since its hash names the page. */
export const SkipLink = () => (
  <a
    class="skip"
    href="#main"
    onClick={(event) => {
      event.preventDefault();
      const main = document.querySelector('main');
      if (!main) return;
      main.tabIndex = -1;
      main.focus();
    }}
  >
    Skip to the page
  </a>
);
