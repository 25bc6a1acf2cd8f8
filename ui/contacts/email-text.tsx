/** So many characters at the end of a local part tell one address from another: `mateo.andersen222`. */
const tailLength = 6;

/**
 * An address that, where it does not fit, loses its domain first, then the middle of its local part. What is seen is drawn
 * from the three parts; what is read, found and copied is the address as a whole.
 */
export function EmailText({ email }: { email: string }) {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  const cut = Math.max(0, local.length - tailLength);
  return (
    <span title={email}>
      <bdi class="hidden">{email}</bdi>
      <span class="contacts-email" aria-hidden="true" dir="ltr">
        <span class="contacts-email-head" data-text={local.slice(0, cut)} />
        <span class="contacts-email-tail" data-text={local.slice(cut)} />
        <span class="contacts-email-domain" data-text={email.slice(at)} />
      </span>
    </span>
  );
}
