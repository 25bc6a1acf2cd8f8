import { useEffect } from 'preact/hooks';

/** The name of the page, and how much is unread, in the title of the window and as a mark on its icon. */
export function useTitle(label: string, count: number): void {
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${label} · maildrone`;
  }, [label, count]);
  const isUnread = count > 0;
  useEffect(() => {
    const icon = document.querySelector('link[rel=icon]');
    if (icon instanceof HTMLLinkElement) icon.href = isUnread ? './favicon-unread.svg' : './favicon.svg';
  }, [isUnread]);
}
