export interface MaildroneAccess {
  baseUrl: string;
  apiKey: string;
}

/** Calls the Maildrone API; throws what it says where it says no. */
export const createMaildrone =
  ({ baseUrl, apiKey }: MaildroneAccess) =>
  async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { data, error } = (await response.json()) as { data: T; error?: { message: string } };
    if (error) throw new Error(`Maildrone: ${error.message}`);
    return data;
  };
