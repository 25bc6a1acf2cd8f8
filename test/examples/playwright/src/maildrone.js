const baseUrl = process.env.MAILDRONE_BASE_URL ?? 'https://api.maildrone.com/v2';
const apiKey = process.env.MAILDRONE_API_KEY;

/** Calls the Maildrone API; throws what it says where it says no. */
export async function maildrone(method, path, body) {
  const response = await fetch(baseUrl + path, {
    method,
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const { data, error } = await response.json();
  if (error) throw new Error(`Maildrone: ${error.message}`);
  return data;
}
