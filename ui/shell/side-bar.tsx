import { Foot } from './foot.js';
import type { FootProps } from './foot.js';
import { Icon, Mark } from './icons.js';
import type { Page } from './page.js';
import { SkipLink } from './skip-link.js';

export interface SideBarProps extends FootProps {
  pages: readonly Page[];
  /** The path of the open page. */
  openPath: string;
  countOf(page: Page): number;
}

export function SideBar(props: SideBarProps) {
  const { info, pages } = props;
  return (
    <nav class="bar" aria-label="Pages">
      <SkipLink />
      <div class="brand">
        <Mark size={28} />
        <span class="wide">
          <b>maildrone</b>
          <small>emulator{info && ` ${info.version}`}</small>
        </span>
      </div>
      <ul class="pages">
        {pages.map((page) => (
          <li key={page.path}>
            <PageLink page={page} isOpen={page.path === props.openPath} count={props.countOf(page)} />
          </li>
        ))}
      </ul>
      <Foot {...props} />
    </nav>
  );
}

const PageLink = ({ page, isOpen, count }: { page: Page; isOpen: boolean; count: number }) => (
  <a
    class="page"
    href={`#/${page.path}`}
    aria-current={isOpen ? 'page' : undefined}
    aria-label={
      count > 0 && page.count ? `${page.label} ${count.toLocaleString()} ${page.count.word}` : page.label
    }
    title={page.label}
  >
    <Icon name={page.icon} />
    <span class="page-name">{page.label}</span>{' '}
    {count > 0 && (
      <span class="badge" data-short={count > 99 ? '99+' : undefined}>
        {count.toLocaleString()}
      </span>
    )}
  </a>
);
