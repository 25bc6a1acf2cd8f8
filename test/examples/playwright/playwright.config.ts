import { defineConfig } from '@playwright/test';

const { APP_PORT = '3000', EMULATOR_PORT = '8025', SMTP_PORT = '1025', CHROMIUM_PATH } = process.env;
const app = `http://localhost:${APP_PORT}`;
const emulator = `http://localhost:${EMULATOR_PORT}`;
const secret = 'whsec_test';

export default defineConfig({
  testDir: 'tests',
  forbidOnly: !!process.env['CI'],
  use: {
    baseURL: app,
    ...(CHROMIUM_PATH ? { launchOptions: { executablePath: CHROMIUM_PATH } } : {}),
  },
  webServer: [
    {
      command:
        `npx maildrone-emulator --memory --simulation manual --port ${EMULATOR_PORT} --smtp-port ${SMTP_PORT} ` +
        `--webhook-url ${app}/webhooks/maildrone --webhook-secret ${secret}`,
      url: `${emulator}/_emulator/ready`,
    },
    {
      command: 'node src/main.js',
      url: app,
      env: {
        PORT: APP_PORT,
        SMTP_URL: `smtp://localhost:${SMTP_PORT}`,
        MAILDRONE_BASE_URL: `${emulator}/v2`,
        MAILDRONE_API_KEY: 'md_test_local',
        MAILDRONE_WEBHOOK_SECRET: secret,
      },
    },
  ],
});
