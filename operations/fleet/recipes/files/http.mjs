// Calls of the forge that the pipeline runs on.

/** Sends a call, and answers its JSON. */
export async function call(method, address, headers, body) {
  const answer = await fetch(address, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok)
    throw new Error(`${method} ${new URL(address).pathname}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  return answer.json();
}

/** All pages of a list, 100 items each. */
export async function all(address, headers) {
  const items = [];
  for (let page = 1; ; page += 1) {
    const found = await call("GET", `${address}${address.includes("?") ? "&" : "?"}per_page=100&page=${page}`, headers);
    items.push(...found);
    if (found.length < 100) return items;
  }
}
