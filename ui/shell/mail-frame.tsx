import { useFrameGuard } from './use-frame-guard.js';

export interface MailFrameProps {
  title: string;
  /** A page of a mail, of this origin. */
  src: string;
  class?: string;
  /** A link in it was followed: it is shown anew. */
  onStray(): void;
}

/** The page of a mail, which is hostile: no scripts, no origin, no forms, and no way out of it. */
export function MailFrame({ title, src, class: name, onStray }: MailFrameProps) {
  const { generation, onLoad } = useFrameGuard(src, onStray);
  return (
    <iframe
      key={`${src} ${generation}`}
      class={name}
      title={title}
      sandbox=""
      referrerpolicy="no-referrer"
      src={src}
      onLoad={onLoad}
    />
  );
}
