/** How the mail of a business looks. */
interface Stationery {
  /** As html. */
  name: string;
  address: string;
  /** Colours: around the page, of the page, of its text, of what is beside the point, of lines, of links and buttons. */
  colors: { around: string; page: string; text: string; muted: string; line: string; accent: string };
}

/** What the mail of a business is made of, as html: its page, a title, a link that looks like a button. */
export function createStationery({ name, address, colors }: Stationery) {
  const { around, page, text, muted, line, accent } = colors;
  return {
    page: (body: string) => `<!doctype html>
<html lang="en"><body style="margin: 0; background: ${around}; font-family: system-ui, sans-serif; color: ${text}">
<div style="max-width: 36rem; margin: 0 auto; padding: 2rem; background: ${page}">
<p style="letter-spacing: 0.12em; text-transform: uppercase; font-size: 0.75rem; color: ${accent}">${name}</p>
${body}
<hr style="border: 0; border-top: 1px solid ${line}; margin: 2rem 0 1rem">
<p style="font-size: 0.75rem; color: ${muted}">${name}, ${address}. <a href="{{unsubscribe_url}}" style="color: ${accent}">Unsubscribe</a></p>
</div></body></html>
`,
    title: (words: string) => `<h1 style="font-size: 1.4rem">${words}</h1>`,
    button: (url: string, label: string) =>
      `<p><a href="${url}" style="display: inline-block; padding: 0.7rem 1.2rem; border-radius: 0.4rem; background: ${accent}; color: #fff; text-decoration: none">${label}</a></p>`,
  };
}
