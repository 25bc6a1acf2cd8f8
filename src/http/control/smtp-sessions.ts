import * as z from 'zod';
import { Transcript } from '../../contract/transcript.js';
import { read } from './control-route.js';

export const smtpSessionRoutes = [
  read(
    {
      path: '/smtp/sessions',
      summary: 'Transcripts of SMTP sessions, newest first',
      reply: z.array(Transcript),
    },
    ({ services, emulator }) => ({ data: emulator.transcripts(services.id) }),
  ),
];
