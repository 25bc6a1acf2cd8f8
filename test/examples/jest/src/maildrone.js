/** Calls the Maildrone API; throws what it says where it says no. */
async function maildrone(method, path, body) {
  const response = await fetch((process.env.MAILDRONE_BASE_URL ?? 'https://api.maildrone.com/v2') + path, {
    method,
    headers: {
      Authorization: `Bearer ${process.env.MAILDRONE_API_KEY}`,
      'Content-Type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  const { data, error } = await response.json();
  if (error) throw new Error(`Maildrone: ${error.message}`);
  return data;
}

module.exports = { maildrone };
