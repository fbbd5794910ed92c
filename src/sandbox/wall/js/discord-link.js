// Links to discord.com. A link to a channel or message of this server opens it on the same phone. No such link leaves
// the page.

const HOSTS = /^(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com$/;

/** The `{ channel, message }` in a discord.com address, as far as it names them. Null for any other address. */
export function discordLink(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (!HOSTS.test(url.hostname)) return null;
  const [, channel, message] = /^\/channels\/(?:@me|\d+)\/(\d+)(?:\/(\d+))?\/?$/.exec(url.pathname) ?? [];
  return { channel: channel ?? null, message: message ?? null };
}
