/** Whether a URL points at this machine: the only place where http and a missing org id are allowed. */
export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname;
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host ?? "");
}
