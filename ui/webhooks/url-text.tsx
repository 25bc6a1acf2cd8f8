/** So many characters at the end of a URL tell one from another: `…/webhooks/orders`. */
const tailLength = 18;

/**
 * The URL of an endpoint, which loses its middle where it does not fit. What is seen is drawn from the two parts; what is
 * read, found and copied is the URL as a whole.
 */
export function UrlText({ url }: { url: string }) {
  const cut = Math.max(0, url.length - tailLength);
  return (
    <span class="url" title={url}>
      <bdi class="hidden">{url}</bdi>
      <span class="url-parts" aria-hidden="true" dir="ltr">
        <span class="url-head" data-text={url.slice(0, cut)} />
        <span class="url-tail" data-text={url.slice(cut)} />
      </span>
    </span>
  );
}
