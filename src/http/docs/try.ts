/**
 * Runs in the browser: lets the forms of the docs page call the emulator. It is sent as its own source text, so it may use
 * nothing from outside of itself.
 */
export function tryCalls(): void {
  const keyField = document.querySelector<HTMLInputElement>('#api-key');
  const stored = sessionStorage.getItem('maildrone-docs-key');
  if (keyField && stored) keyField.value = stored;
  keyField?.addEventListener('change', () => sessionStorage.setItem('maildrone-docs-key', keyField.value));

  const valuesIn = (form: HTMLFormElement, place: string) =>
    [...form.querySelectorAll<HTMLInputElement>(`[data-in="${place}"]`)].filter(({ value }) => value !== '');

  const urlOf = (form: HTMLFormElement): string => {
    let url = form.dataset['url'] ?? '';
    for (const { name, value } of valuesIn(form, 'path')) {
      url = url.replace(`{${name}}`, encodeURIComponent(value));
    }
    const query = new URLSearchParams(
      valuesIn(form, 'query').map(({ name, value }): [string, string] => [name, value]),
    );
    return query.size > 0 ? `${url}?${query.toString()}` : url;
  };

  const pretty = (text: string): string => {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  };

  const show = (form: HTMLFormElement, head: string, { good, text }: { good: boolean; text: string }) => {
    const output = form.querySelector('output');
    const status = document.createElement('div');
    status.className = `status ${good ? 'good' : 'bad'}`;
    status.textContent = head;
    const body = document.createElement('pre');
    body.textContent = text;
    output?.replaceChildren(status, body);
  };

  const send = async (form: HTMLFormElement): Promise<void> => {
    const body = form.querySelector<HTMLTextAreaElement>('textarea')?.value ?? '';
    const headers: Record<string, string> = {};
    if (keyField && form.dataset['keyed'] === 'yes') headers['Authorization'] = `Bearer ${keyField.value}`;
    if (body !== '') headers['Content-Type'] = 'application/json';
    const method = form.dataset['method'] ?? 'GET';
    try {
      const response = await fetch(urlOf(form), { method, headers, ...(body === '' ? {} : { body }) });
      const text = pretty(await response.text());
      show(form, `${response.status} ${response.statusText}`, { good: response.ok, text });
    } catch (error) {
      show(form, 'No answer', { good: false, text: String(error) });
    }
  };

  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-url]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void send(form);
    });
  }
}
