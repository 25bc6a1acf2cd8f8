const page = (title, body) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>${title}</title>
  <h1>${title}</h1>
  ${body}
</html>`;

export const joinPage = () =>
  page(
    'Join the club',
    `<form method="post" action="/join">
      <label>E-mail <input name="email" type="email" required></label>
      <button>Join</button>
    </form>`,
  );

export const checkInboxPage = () => page('Check your inbox', '<p>We have sent you a link.</p>');

export const membersPage = (members) =>
  page('Members', members.length ? `<p>We are ${members.length}.</p>` : '<p>Nobody is here yet.</p>');
