export interface MaildroneAccess {
  baseUrl: string;
  apiKey: string;
}

/** News for subscribers, through Maildrone. */
export function createNews({ baseUrl, apiKey }: MaildroneAccess) {
  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { data, error } = (await response.json()) as { data: T; error?: { message: string } };
    if (error) throw new Error(`Maildrone: ${error.message}`);
    return data;
  }

  return {
    subscribe: (email: string, name: string) =>
      call<{ id: string }>('POST', '/contacts', { email, first_name: name, tags: ['news'] }),
    subscribers: () => call<{ email: string; status: string }[]>('GET', '/contacts?tags=news'),
    stats: async (id: string) =>
      (await call<{ stats: Record<string, number> }>('GET', `/campaigns/${id}/stats`)).stats,
    async publish(subject: string, sendTime?: string) {
      const campaign = await call<{ id: string; status: string }>('POST', '/campaigns', {
        name: 'News',
        subject,
        from_email: 'news@example.com',
        content: { html: '<p>Hello {{first_name}}, <a href="https://news.example/today">read on</a>.</p>' },
        recipients: { type: 'tags', tags: ['news'] },
        ...(sendTime ? { send_time: sendTime } : {}),
      });
      if (campaign.status === 'draft') await call('POST', `/campaigns/${campaign.id}/send`);
      return campaign.id;
    },
  };
}
