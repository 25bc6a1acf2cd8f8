import type { ConnectionFacts } from './connection.js';
import { dotenvValue, doubleQuoted, singleQuoted } from './literals.js';

/** Frameworks that send mail over SMTP: their settings, and a first mail. */
export const laravelText = ({ api, key, smtpHost, smtpPort, login }: ConnectionFacts) => `# .env
MAIL_MAILER=smtp
MAIL_HOST=${dotenvValue(smtpHost)}
MAIL_PORT=${smtpPort}
MAIL_USERNAME=${login ? dotenvValue(login.user) : 'null'}
MAIL_PASSWORD=${login ? dotenvValue(login.pass) : 'null'}
MAIL_ENCRYPTION=null

MAILDRONE_BASE_URL=${dotenvValue(api)}
MAILDRONE_API_KEY=${dotenvValue(key)}

# php artisan tinker
Mail::raw('Hello Ada.', fn ($mail) => $mail->to('ada@example.com')->subject('It works'));
`;

export const djangoText = ({ api, key, smtpHost, smtpPort, login }: ConnectionFacts) => `# settings.py
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = ${doubleQuoted(smtpHost)}
EMAIL_PORT = ${smtpPort}
EMAIL_HOST_USER = ${doubleQuoted(login?.user ?? '')}
EMAIL_HOST_PASSWORD = ${doubleQuoted(login?.pass ?? '')}
EMAIL_USE_TLS = False

MAILDRONE_BASE_URL = ${doubleQuoted(api)}
MAILDRONE_API_KEY = ${doubleQuoted(key)}

# manage.py shell
from django.core.mail import send_mail
send_mail("It works", "Hello Ada.", "app@example.com", ["ada@example.com"])
`;

export const nodemailerText = ({
  smtpHost,
  smtpPort,
  login,
}: ConnectionFacts) => `import { createTransport } from 'nodemailer';

const transport = createTransport({
  host: ${singleQuoted(smtpHost)},
  port: ${smtpPort},
  secure: false,${login ? `\n  auth: { user: ${singleQuoted(login.user)}, pass: ${singleQuoted(login.pass)} },` : ''}
});
await transport.sendMail({
  from: 'app@example.com',
  to: 'ada@example.com',
  subject: 'It works',
  text: 'Hello Ada.',
});
`;
