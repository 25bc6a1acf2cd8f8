import { NotThere } from './not-there.js';
import type { PageProps } from './page.js';

/** In place of a page where the address names none. */
export const PageMissing = ({ go }: PageProps) => (
  <main class="page-body">
    <NotThere
      isAlone
      what="page"
      failure={{ isMissing: true, issue: '' }}
      why="The address names none of the pages of the emulator."
      place="inbox"
      onBack={() => go({ page: 'inbox', steps: [], query: new URLSearchParams() }, 'push')}
    />
  </main>
);
