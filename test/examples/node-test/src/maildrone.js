/** Calls the Maildrone API, once more where it failed on its side; throws what it says where it says no. */
export function createMaildrone({ baseUrl, apiKey }) {
  return async function maildrone(method, path, body) {
    const request = () =>
      fetch(baseUrl + path, {
        method,
        headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
        body: body && JSON.stringify(body),
      });
    let response = await request();
    if (response.status >= 500) response = await request();
    const { data, error } = await response.json();
    if (error) throw new Error(`Maildrone: ${error.message}`);
    return data;
  };
}
